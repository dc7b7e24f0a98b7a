import type { Purpose } from './event-shape.js';

/** Every event that can be stored, by its name. Contracts add theirs by declaration merging; the kernel itself knows none. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface EventTypes {}
export type EventName = keyof EventTypes & string;

/** What a decision says has happened. */
export type NewEvent<E extends EventName = EventName> = {
  [T in E]: { readonly type: T; readonly data: EventTypes[T] };
}[E];

export const event = <T extends EventName>(
  type: T,
  data: EventTypes[T],
): { readonly type: T; readonly data: EventTypes[T] } => ({ type, data });

/** Who acted: a person, a channel, the customer, or a rule of the house. */
export interface Actor {
  /** A stable pseudonym, never a name or an address: it is stored and published in clear. */
  readonly id: string;
  readonly roles: readonly string[];
}

declare const position: unique symbol;
/** Where an event stands in the log: opaque, but compares (`<`) as the log is ordered. */
export type Position = string & { readonly [position]: 'Position' };
/** Before the first event of any log. */
export const beginning = '' as Position;

/** What stands beside an event's data, the same on every store and, as CloudEvents attributes, on every bus. */
export interface Envelope {
  readonly id: string;
  /** `<service>.<noun>-<id>` */
  readonly stream: string;
  /** 0 for the first event of its stream, then without gaps. */
  readonly revision: bigint;
  readonly position: Position;
  /** When it happened; for imported history long before it was recorded. */
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly by: Actor;
  /** The command that caused it; a repeated command finds it here. */
  readonly commandId: string;
  /** Of an HTTP request: its keyed hash, so that another body under the same key is noticed. */
  readonly requestHash?: string;
  /** What it is about (nearly always the complaint): events of one key keep their order on every bus. */
  readonly key: string;
  /** The first cause of the whole chain. */
  readonly correlationId: string;
  /** The event, timer or request that led to the command. */
  readonly causationId: string;
  /** W3C Trace Context of the command. */
  readonly traceparent?: string;
  /** Whose personal data it carries, if any: the name under which the vault keeps the keys. */
  readonly subject?: string;
  /** Of the subject's keys, by purpose: which of them its personal fields were sealed under. */
  readonly generations: Readonly<Partial<Record<Purpose, number>>>;
  /** Imported: nothing is sent, no timer is set, verdicts go by `occurredAt`. */
  readonly historical: boolean;
}

/** An event as readers see it: upcast to its newest version, instants as dates, personal fields opened or `null`. */
export interface Recorded<T extends EventName = EventName> extends Envelope {
  readonly type: T;
  readonly data: EventTypes[T];
}

/** A personal field: `null` once the person was forgotten, and for a reader who is not entitled to it. */
export type Personal<T = string> = T | null;
