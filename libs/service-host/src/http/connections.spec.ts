import { connect } from 'node:net';
import { Controller, Get, Inject, type MessageEvent, Sse } from '@nestjs/common';
import { fromEvent, interval, map, type Observable, takeUntil } from 'rxjs';
import { pino } from 'pino';
import { AllowAnyone } from './allow.js';
import { drainHttp } from './create-app.js';
import { STOPPING } from './edge.js';
import { stopGracefully } from './stopping.js';
import { type ExampleApp, exampleApp } from './testing/example-app.js';

const logger = pino({ level: 'silent' });
const gate: { open: (() => void) | undefined } = { open: undefined };
const openGate = (): void => gate.open?.();

@Controller('shipping/slow')
@AllowAnyone()
class SlowController {
  constructor(@Inject(STOPPING) private readonly stopping: AbortSignal) {}

  @Get()
  async slow(): Promise<object> {
    await new Promise<void>((resolve) => (gate.open = resolve));
    return { done: true };
  }
  @Get('for-ever')
  forEver(): Promise<never> {
    return new Promise(() => {
      gate.open = () => undefined;
    });
  }
  @Sse('live')
  live(): Observable<MessageEvent> {
    return interval(5).pipe(
      map((data) => ({ data: String(data) })),
      takeUntil(fromEvent(this.stopping, 'abort')),
    );
  }
}

let example: ExampleApp;
let port: number;
beforeEach(async () => {
  example = await exampleApp({ controllers: [SlowController], limits: { requestMs: 1_000, headerBytes: 4_096 } });
  await example.app.listen(0, '127.0.0.1');
  port = (example.app.getHttpServer().address() as { port: number }).port;
});
afterEach(() => example.close());

/** What the server says to these bytes, until it closes the connection. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => (heard += data.toString()));
    socket.on('close', () => resolve(heard)).on('error', reject);
  });
const fetchSlow = (path = '') => fetch(`http://127.0.0.1:${port}/api/shipping/slow${path}`);
const begun = async (): Promise<void> => {
  while (!gate.open) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('A connection', () => {
  it.each([
    ['speaks no HTTP', 'HELO example.com\r\n\r\n', 400],
    ['sends headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`, 431],
    ['says two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'says a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['has NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n', 400],
  ])('that %s is answered with a problem and closed', async (_name, text, status) => {
    const answer = await raw(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      status,
      instance: expect.stringContaining('urn:uuid:') as string,
    });
  });

  it('that sends one header twice is refused', async () => {
    const answer = await raw(
      'GET /api/shipping/slow HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nAuthorization: b\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toContain('400 Bad Request');
    expect(answer).toContain('The header authorization may be sent once only.');
  });

  it('that is slow to say what it wants is closed', async () => {
    const from = performance.now();
    const answer = await raw(
      'POST /api/shipping/slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    expect(answer === '' || answer.includes(' 408 ')).toBe(true);
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});

describe('A stop', () => {
  it('lets what was begun finish, and takes nothing new', async () => {
    gate.open = undefined;
    const slow = fetchSlow();
    await begun();
    const stopped = stopGracefully([drainHttp(example.app)], 5_000, logger);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(fetchSlow('/new')).rejects.toThrow();
    openGate();
    expect(await (await slow).json()).toEqual({ done: true });
    expect(await stopped).toEqual([]);
  });

  it('ends streams that would never end by themselves', async () => {
    const reader = (await fetchSlow('/live')).body?.getReader();
    await reader?.read();
    const stopped = stopGracefully([drainHttp(example.app)], 5_000, logger);
    expect(await stopped).toEqual([]);
    let end = await reader?.read();
    while (end && !end.done) end = await reader?.read();
    expect(end?.done).toBe(true);
  });

  it('cuts off what does not finish in its period', async () => {
    gate.open = undefined;
    const hanging = fetchSlow('/for-ever').then(
      () => 'answered',
      () => 'cut off',
    );
    await begun();
    expect(await stopGracefully([drainHttp(example.app)], 100, logger)).toEqual(['http']);
    expect(await hanging).toBe('cut off');
  });
});
