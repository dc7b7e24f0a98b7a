import { trace } from '@opentelemetry/api';
import { keepTraces, type SpanSeen } from '../testing/otlp-collector.js';
import { readTraceparent, writeTraceparent } from './traceparent.js';
import { type Caused, type Traces, tracesBy } from './traces.js';

const traceOf = (number: number): string => number.toString(16).padStart(32, '0');
const spanOf = (number: number): string => number.toString(16).padStart(16, '0');
const traceparent = (number: number, flags = '01'): string => `00-${traceOf(number)}-${spanOf(number)}-${flags}`;
const caused = (number: number): Caused => ({ metadata: { traceparent: traceparent(number) } });
const count = (events: readonly Caused[]) => ({ events: events.length });

describe('What is written of a trace', () => {
  it('reads as it was written, and else as none', () => {
    const span = readTraceparent(traceparent(7));
    expect(span).toMatchObject({ traceId: traceOf(7), spanId: spanOf(7), traceFlags: 1 });
    expect(span && writeTraceparent(span)).toBe(traceparent(7));
    for (const none of [undefined, '', traceparent(0), traceparent(1).replace('00-', '01-'), `${traceparent(1)}-x`])
      expect(readTraceparent(none)).toBeUndefined();
  });
});

describe('Steps of traces', () => {
  let spans: readonly SpanSeen[];
  const seen: Record<string, unknown> = {};

  beforeAll(async () => {
    const kept = await keepTraces();
    const traces = tracesBy(kept.telemetry.tracer);
    await run(traces);
    ({ spans } = await kept.ended());
  });

  const run = async (traces: Traces): Promise<void> => {
    seen['untraced'] = await traces.step({ name: 'untraced' }, undefined, async (follows) => follows);
    seen['dropped'] = await traces.step({ name: 'dropped' }, traceparent(1, '00'), async (follows) => follows);
    await traces.sharedStep({ name: 'dropped' }, [{ metadata: {} }], count, async () => undefined);
    const failing = traces.step({ name: 'failing' }, traceparent(2), () =>
      Promise.reject(new TypeError('secret words')),
    );
    seen['failure'] = await failing.catch((error: unknown) => error);
    const of40 = Array.from({ length: 40 }, (_, index) => caused(100 + index));
    await traces.sharedStep({ name: 'shared' }, [...of40, caused(105)], count, async () => {
      await traces.step({ name: 'consequence', below: 'open-span' }, traceparent(105), async () => undefined);
      await traces.step({ name: 'elsewhere', below: 'open-span' }, traceparent(900), async () => undefined);
      seen['apart'] = traces.apart(() => trace.getActiveSpan());
    });
  };
  const of = (name: string, number: number): SpanSeen | undefined =>
    spans.find((span) => span.name === name && span.traceId === traceOf(number));

  it('are not taken where a cause has no trace, or one that is not kept; its context goes on as it came', () => {
    expect(seen).toMatchObject({ untraced: undefined, dropped: traceparent(1, '00') });
    expect(spans.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['untraced']));
    expect(spans.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['dropped']));
  });

  it('tell that they failed, and how, but not in the words of the error', () => {
    expect(seen['failure']).toBeInstanceOf(TypeError);
    expect(of('failing', 2)).toMatchObject({ parentId: spanOf(2), attributes: { 'error.type': 'TypeError' } });
  });

  it('that many causes share stand in 32 traces, the first of which is linked to the others and carries the work', () => {
    const shared = spans.filter(({ name }) => name === 'shared');
    expect(shared).toHaveLength(32);
    const carrying = of('shared', 100);
    expect(carrying).toMatchObject({ parentId: spanOf(100), attributes: { events: '1', 'redress.traces': '40' } });
    expect(carrying?.links).toEqual(Array.from({ length: 8 }, (_, index) => spanOf(132 + index)));
    expect(of('shared', 105)).toMatchObject({ attributes: { events: '2' }, links: [carrying?.spanId] });
  });

  it('go below the span of their own trace, and what is done apart below none', () => {
    expect(of('consequence', 105)?.parentId).toBe(of('shared', 105)?.spanId);
    expect(of('elsewhere', 900)?.parentId).toBe(spanOf(900));
    expect(seen['apart']).toBeUndefined();
  });
});
