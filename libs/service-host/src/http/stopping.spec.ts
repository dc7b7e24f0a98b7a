import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { stopGracefully, stopOnSignals, type StopStep } from './stopping.js';

const logger = pino({ level: 'silent' });
const never = new Promise<void>(() => undefined);

describe('A graceful stop', () => {
  it('takes its steps one after the other', async () => {
    const taken: string[] = [];
    const step = (name: string): StopStep => ({
      name,
      stop: async () => {
        taken.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        taken.push(`${name} ends`);
      },
    });
    expect(await stopGracefully([step('http'), step('consumers')], 1_000, logger)).toEqual([]);
    expect(taken).toEqual(['http begins', 'http ends', 'consumers begins', 'consumers ends']);
  });

  it('ends with its period: what hangs is left behind, what follows is begun all the same', async () => {
    const begun: string[] = [];
    let told = false;
    const steps: StopStep[] = [
      { name: 'failing', stop: () => Promise.reject(new Error('no')) },
      {
        name: 'throwing',
        stop: () => {
          throw new Error('no');
        },
      },
      {
        name: 'hanging',
        stop: (signal) => {
          signal.addEventListener('abort', () => (told = true));
          return never;
        },
      },
      { name: 'last', stop: () => void begun.push('last') },
    ];
    const from = performance.now();
    expect(await stopGracefully(steps, 50, logger)).toEqual(['failing', 'throwing', 'hanging', 'last']);
    expect(performance.now() - from).toBeLessThan(500);
    expect(begun).toEqual(['last']);
    expect(told).toBe(true);
  });
});

describe('A signal', () => {
  const processWith = () => {
    const codes: number[] = [];
    return { codes, target: Object.assign(new EventEmitter(), { exit: (code: number) => void codes.push(code) }) };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('stops once and then exits', async () => {
    const { codes, target } = processWith();
    let stops = 0;
    stopOnSignals(() => Promise.resolve(((stops += 1), [])), target);
    target.emit('SIGTERM');
    await settled();
    expect([stops, codes]).toEqual([1, [0]]);
  });

  it('exits with 1 when something was left', async () => {
    for (const stop of [() => Promise.resolve(['http']), () => Promise.reject(new Error('no'))]) {
      const { codes, target } = processWith();
      stopOnSignals(stop, target);
      target.emit('SIGINT');
      await settled();
      expect(codes).toEqual([1]);
    }
  });

  it('that comes a second time ends it at once', () => {
    const { codes, target } = processWith();
    stopOnSignals(() => never.then(() => []), target);
    target.emit('SIGTERM');
    target.emit('SIGINT');
    expect(codes).toEqual([130]);
  });

  it('is heard until nobody listens any more', () => {
    const { target } = processWith();
    stopOnSignals(() => Promise.resolve([]), target)();
    expect(target.listenerCount('SIGTERM') + target.listenerCount('SIGINT')).toBe(0);
  });
});
