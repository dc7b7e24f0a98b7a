import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { readTraceparent, writeTraceparent } from './traceparent.js';

/** A piece of work as a span shows it. Names are of a few, and nothing in it is of a caller's making. */
export interface Step {
  readonly name: string;
  readonly kind?: 'internal' | 'producer' | 'consumer' | 'client';
  readonly attributes?: Attributes;
  /** Goes below the span of the same trace that is open, where there is one, instead of below its cause. */
  readonly below?: 'cause' | 'open-span';
}

/** Something that has a cause, as events have. */
export interface Caused {
  readonly metadata: { readonly traceparent?: string };
}

/**
 * Puts what a process does into the traces of what caused it. A cause without a trace, or with one that is not kept,
 * leads to no span: the work runs as it is.
 */
export interface Traces {
  /** One step. `work` gets the trace context that what follows from it has to carry, and may tell more about it. */
  step<T>(
    step: Step,
    traceparent: string | undefined,
    work: (traceparent: string | undefined, tell: (about: Attributes) => void) => Promise<T>,
  ): Promise<T>;
  /**
   * One step that many causes share: a span in the trace of each, up to 32 traces. What is done inside (statements of the
   * database above all) hangs below the first, to which the others are linked; it is linked to those beyond 32.
   */
  sharedStep<T, E extends Caused>(
    step: Step,
    events: readonly E[],
    about: (events: readonly E[]) => Attributes,
    work: () => Promise<T>,
  ): Promise<T>;
  /** Runs what outlives the step that asks for it, and is no part of its trace. */
  apart<T>(work: () => T): T;
}

/** Spans and links of one shared step. A tracer keeps 128 links. */
const most = { traces: 32, links: 128 } as const;

const kinds = {
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

/** The spans of the shared step that runs, by trace. */
const sharing = createContextKey('redress.sharing');

export const tracesBy = (tracer: Tracer): Traces => {
  const begin = ({ name, kind = 'internal', attributes }: Step, parent: Context, links: readonly SpanContext[]): Span =>
    tracer.startSpan(
      name,
      { kind: kinds[kind], ...(attributes && { attributes }), links: links.map((one) => ({ context: one })) },
      parent,
    );
  return {
    step: async (step, traceparent, work) => {
      const cause = keptCause(traceparent);
      if (!cause) return work(traceparent, () => undefined);
      const parent = step.below === 'open-span' ? (openSpanOf(cause.traceId) ?? cause) : cause;
      const span = begin(step, trace.setSpanContext(context.active(), parent), []);
      const inside = trace.setSpan(context.active(), span);
      const follows = writeTraceparent(span.spanContext());
      return ended([span], () => context.with(inside, () => work(follows, (about) => span.setAttributes(about))));
    },
    sharedStep: async (step, events, about, work) => {
      const [first, ...others] = byTrace(events);
      if (!first) return work();
      const [beside, linked] = [others.slice(0, most.traces - 1), others.slice(most.traces - 1)];
      const begun = (of: Traced<(typeof events)[number]>, links: readonly SpanContext[]): Span =>
        begin(
          { ...step, attributes: { ...step.attributes, ...about(of.events) } },
          trace.setSpanContext(ROOT_CONTEXT, of.cause),
          links,
        );
      const carrying = begun(
        first,
        linked.slice(0, most.links).map(({ cause }) => cause),
      );
      if (others.length > 0) carrying.setAttribute('redress.traces', others.length + 1);
      const spans = [carrying, ...beside.map((one) => begun(one, [carrying.spanContext()]))];
      const inside = trace
        .setSpan(context.active(), carrying)
        .setValue(sharing, new Map(spans.map((span) => [span.spanContext().traceId, span.spanContext()])));
      return ended(spans, () => context.with(inside, work));
    },
    apart: (work) => context.with(ROOT_CONTEXT, work),
  };
};

const keptCause = (traceparent: string | undefined): SpanContext | undefined => {
  const cause = readTraceparent(traceparent);
  return cause && (cause.traceFlags & TraceFlags.SAMPLED) !== 0 ? cause : undefined;
};

const openSpanOf = (traceId: string): SpanContext | undefined => {
  const shared = context.active().getValue(sharing) as ReadonlyMap<string, SpanContext> | undefined;
  const open = trace.getSpanContext(context.active());
  return open?.traceId === traceId ? open : shared?.get(traceId);
};

interface Traced<E> {
  readonly cause: SpanContext;
  readonly events: E[];
}

const byTrace = <E extends Caused>(events: readonly E[]): readonly Traced<E>[] => {
  const traced = new Map<string, Traced<E>>();
  for (const event of events) {
    const cause = keptCause(event.metadata.traceparent);
    if (!cause) continue;
    const known = traced.get(cause.traceId);
    if (known) known.events.push(event);
    else traced.set(cause.traceId, { cause, events: [event] });
  }
  return [...traced.values()];
};

/** An error's message may quote what was sent: only its name is told. */
const ended = async <T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    for (const span of spans) {
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
};
