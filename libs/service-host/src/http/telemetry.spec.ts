import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { exampleApp, parcelId } from './testing/example-app.js';
import { startTelemetry, withholding } from './telemetry.js';

const logger = pino({ level: 'silent' });

describe('Traces', () => {
  it('are not even loaded unless they are sent somewhere', async () =>
    expect(await startTelemetry({ serviceName: 'sla', logger, environment: {} })).toBeUndefined());

  it('name the route, and carry nothing of what was asked', async () => {
    const sent: Buffer[] = [];
    const collector = createServer((request, response) => {
      request.on('data', (part: Buffer) => sent.push(part)).on('end', () => response.end());
    }).listen(0);
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = endpoint;
    const telemetry = await startTelemetry({ serviceName: 'sla', logger });
    if (!telemetry) throw new Error('It should have started.');
    const example = await exampleApp({ telemetry });
    await example.inject({ url: `/api/shipping/parcels/${parcelId}?name=KimMin`, headers: { 'user-agent': 'KimMin' } });
    await example.close();
    await telemetry.stop();
    collector.close();
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    const text = Buffer.concat(sent).toString('latin1');
    expect(text).toContain('/api/shipping/parcels/:parcelId');
    expect(text).not.toContain('KimMin');
  });

  it('have query strings, values and messages taken out of every span', () => {
    const attributes: Record<string, unknown> = {
      'url.path': '/a?name=Kim',
      'url.query': 'name=Kim',
      'client.address': '10.1.2.3',
      'url.full': 'http://x/a?name=Kim#b',
      'http.target': '/a?name=Kim',
      'db.postgresql.values': ['Kim'],
      'db.query.text': 'select $1',
    };
    let status: object = { code: 2, message: 'invalid input: "Kim"' };
    const span = {
      attributes,
      get status() {
        return status;
      },
      setAttribute: (name: string, value: unknown) => void (attributes[name] = value),
      setStatus: (one: object) => void (status = one),
    };
    withholding.onStart(span as never);
    withholding.onEnding(span as never);
    expect(attributes).toEqual({
      'url.path': '/a',
      'url.query': '…',
      'client.address': '…',
      'url.full': 'http://x/a',
      'http.target': '/a',
      'db.postgresql.values': '…',
      'db.query.text': 'select $1',
    });
    expect(status).toEqual({ code: 2 });
  });
});
