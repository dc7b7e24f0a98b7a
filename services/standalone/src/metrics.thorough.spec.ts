import { readFileSync } from 'node:fs';
import { REGISTRY } from '@redress/service-host';
import { type Platform, type PlatformOptions, startPlatform } from '@redress/service-host/testing';
import { measured } from '@redress/relay';
import { Registry } from 'prom-client';
import { StandaloneModule } from './standalone.module.js';

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly labels: readonly string[];
}

const described = readFileSync(new URL('../../../docs/operations/metrics.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line): Row => {
    const [, name = '', kind = '', labels = ''] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    return { name, kind, labels: labels === '' ? [] : labels.split(', ') };
  });

const inOrder = (rows: readonly Row[]): readonly Row[] => [...rows].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Of a registry: what a metric declares is told by the metric itself, also where it has no sample yet. */
const rowsOf = async (registry: Registry): Promise<readonly Row[]> => {
  const kinds = new Map((await registry.getMetricsAsJSON()).map(({ name, type }) => [name, String(type)]));
  return (registry.getMetricsAsArray() as unknown as { readonly name: string; readonly labelNames: string[] }[]).map(
    ({ name, labelNames }) => ({ name, kind: kinds.get(name) ?? '', labels: labelNames }),
  );
};

describe('The table of metrics', () => {
  let platform: Platform;
  let registry: Registry;
  const options: PlatformOptions = { at: '2026-03-02T09:00:00Z', eventStore: 'eventstoredb' };
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, options);
    registry = platform.application.app.get<Registry>(REGISTRY);
  });
  afterAll(() => platform.stop());

  const ours = async (): Promise<readonly Row[]> => {
    const relays = new Registry();
    const { store, clock } = platform.application.runtime.adapters;
    measured(relays, store, clock);
    return [...(await rowsOf(registry)), ...(await rowsOf(relays))];
  };

  it('names every metric of the product, with its kind and its labels, and none that is not there', async () => {
    const all = await ours();
    const isOurs = ({ name }: Row): boolean => /^(redress|http)_/.test(name);
    expect(inOrder(all.filter(isOurs))).toEqual(inOrder(described.filter(isOurs)));
    const ofTheProcess = described.filter((row) => !isOurs(row));
    expect(all).toEqual(expect.arrayContaining(ofTheProcess as Row[]));
  });

  it('is what a scrape shows once something has happened', async () => {
    const { status } = await platform.anonymous.post('/api/intake/complaints', {
      channel: 'web',
      customer: { name: '김민수' },
      text: '아직 오지 않았어요.',
    });
    expect(status).toBe(201);
    await platform.reaches('2026-03-03T09:00:01Z');
    const { text } = await platform.anonymous.get('/metrics');
    const valueOf = (sample: string): number =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${sample} `))
          ?.slice(sample.length),
      );
    expect(valueOf('redress_up')).toBe(1);
    expect(valueOf('redress_service_ready{service="sla"}')).toBe(1);
    expect(valueOf('redress_append_duration_seconds_count{outcome="done"}')).toBeGreaterThan(5);
    expect(valueOf('redress_timers_fired_total{service="sla"}')).toBeGreaterThan(2);
    expect(valueOf('redress_pool_connections{pool="intake",state="idle"}')).toBeGreaterThan(0);
    const waiting = text.split('\n').filter((line) => line.startsWith('redress_pool_waiting{'));
    // The look itself, which asks much at once, is not seen in it.
    expect(waiting.length).toBeGreaterThan(6);
    expect(waiting.filter((line) => !line.endsWith(' 0'))).toEqual([]);
    expect(valueOf('redress_eventstoredb_connected')).toBe(1);
    expect(valueOf('redress_outbox_failing{service="intake"}')).toBe(0);
    expect(text).toContain(
      'http_request_duration_seconds_count{method="POST",route="/api/intake/complaints",status="201"} 1',
    );
    // A day in which nobody confirms are many half hours, and each is told to somebody.
  }, 120_000);
});
