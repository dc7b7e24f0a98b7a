import type { AnyDecider, CommandsOf } from './decider.js';
import type { EventName, Recorded } from './event.js';
import type { Facts, Resolved } from './facts.js';
import type { AnyProjection, Projection } from './projection.js';

/** A command to a decider of one's own service, now or at a later instant. */
export interface Sending {
  readonly decider: AnyDecider;
  readonly id: string;
  readonly command: string;
  readonly data: unknown;
  /** Present: a durable timer. It is never withdrawn: the decider ignores what no longer holds. */
  readonly at?: Date;
}
export const send = <D extends AnyDecider, C extends keyof CommandsOf<D> & string>(
  decider: D,
  id: string,
  command: C,
  data: CommandsOf<D>[C],
): Sending => ({ decider, id, command, data });
export const sendAt = <D extends AnyDecider, C extends keyof CommandsOf<D> & string>(
  at: Date,
  decider: D,
  id: string,
  command: C,
  data: CommandsOf<D>[C],
): Sending => ({ decider, id, command, data, at });

/** What happens when a reactor, effect or projection fails on an event: try again for ever, set the key aside, or stop the service. */
export type FailurePolicy = 'retry' | 'park' | 'stop';

interface Listening<F extends Facts, Row> {
  /** `<service>.<rule>` */
  readonly name: string;
  /** An effect on the world outside begins at its `deployment`: a new one must not mail the whole past. */
  readonly from: 'beginning' | 'deployment';
  readonly facts?: F;
  /** The row of the event's own key, folded up to and including that event. */
  readonly memory?: Projection<Row, never>;
  readonly onFailure?: FailurePolicy;
}
type Known<F extends Facts, Row> = Resolved<F> & { readonly memory: Row | undefined };

/** A rule of the house: what follows from an event. Asked again for the same event it answers the same. */
export interface Reactor<F extends Facts = Facts, Row = unknown> extends Listening<F, Row> {
  /**
   * It reads personal fields too, as long as they are not forgotten. Its commands carry nothing of them, only what
   * follows from them; asked again later it may find less, and what was recorded first counts.
   */
  readonly reads?: 'personal';
  readonly on: {
    readonly [T in EventName]?: (event: Recorded<T>, known: Known<F, Row>) => readonly Sending[];
  };
}
/** A reactor whatever it listens to: what hosts and modules hold. */
export type AnyReactor = Omit<Reactor, 'on' | 'memory'> & {
  readonly memory?: AnyProjection;
  readonly on: { readonly [T in EventName]?: (event: never, known: never) => readonly Sending[] };
};
export const reactor = <F extends Facts = Record<never, never>, Row = never, Key extends keyof Row & string = never>(
  definition: Omit<Reactor<F, Row>, 'memory'> & { readonly memory?: Projection<Row, Key> },
): AnyReactor => definition as AnyReactor;

/**
 * One effect on the world for one event: at least once, with the id of its request as idempotency key. What an event
 * asks for becomes an outbox row in the transaction that passes the event; `carryOut` runs after it, and its outcome is
 * a command to one of the service's own deciders.
 */
export interface Effect<Request = unknown, F extends Facts = Facts, Row = unknown> extends Listening<F, Row> {
  readonly from: 'deployment';
  readonly on: {
    readonly [T in EventName]?: (event: Recorded<T>, known: Known<F, Row>) => readonly Request[];
  };
  /** Rejects when the outcome is not known or another try is worth while; every business outcome is a command. */
  readonly carryOut: (request: Request, effectId: string) => Promise<Sending>;
  /** Folds the decider that hears the outcome: true when the outcome is recorded there, and nothing is to be done. */
  readonly isDone: (request: Request) => {
    readonly decider: AnyDecider;
    readonly id: string;
    readonly done: (state: never) => boolean;
  };
}
/** An effect whatever it asks for: what hosts and modules hold. */
export type AnyEffect = Omit<Effect, 'on' | 'memory' | 'carryOut' | 'isDone'> & {
  readonly memory?: AnyProjection;
  readonly on: { readonly [T in EventName]?: (event: never, known: never) => readonly unknown[] };
  readonly carryOut: (request: never, effectId: string) => Promise<Sending>;
  readonly isDone: (request: never) => ReturnType<Effect['isDone']>;
};
export const effect = <
  Request,
  F extends Facts = Record<never, never>,
  Row = never,
  Key extends keyof Row & string = never,
>(
  definition: Omit<Effect<Request, F, Row>, 'memory'> & { readonly memory?: Projection<Row, Key> },
): AnyEffect => definition as AnyEffect;
