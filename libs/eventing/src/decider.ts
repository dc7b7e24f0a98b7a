import type { Actor, EventName, EventTypes, NewEvent } from './event.js';
import type { Facts, Resolved } from './facts.js';

/** The business says no. A value, never thrown: HTTP answers 409, a reactor notes it and goes on. */
export interface Refusal<Reason extends string = string> {
  readonly refused: Reason;
  readonly detail: string;
}
export const refuse = <Reason extends string>(reason: Reason, detail: string): Refusal<Reason> => ({
  refused: reason,
  detail,
});
export const isRefusal = (outcome: readonly NewEvent[] | Refusal): outcome is Refusal => 'refused' in outcome;

/** When and by whom. Time and people are arguments; nothing in a decider looks at a clock. */
export interface Circumstances {
  /** When it happens: now for a request, when the cause happened for a reactor, the past for imported history. */
  readonly at: Date;
  readonly by: Actor;
}

/**
 * One decision-maker: what may happen to one stream, and what follows from what happened.
 *
 * A repeated command answers `[]`; `evolve` is total and never refuses history. Personal fields are withheld (`null`)
 * while a decider folds: forgetting a person never changes a decision.
 */
export interface Decider<
  Commands,
  Events extends EventName,
  State,
  Reason extends string = never,
  F extends Facts = Record<never, never>,
> {
  /** `<service>.<noun>`; its streams are `<category>-<id>`. */
  readonly category: string;
  readonly initial: State;
  /**
   * Its streams grow without end: the host keeps snapshots of their state, which must be JSON (dates are kept), and
   * remembers commands for a week. Raise `edition` when a function that `evolve` calls has changed.
   */
  readonly endless?: { readonly edition: number };
  readonly facts?: F;
  readonly decide: {
    readonly [C in keyof Commands]: (
      command: Commands[C],
      state: State,
      circumstances: Circumstances & Resolved<F>,
    ) => readonly NewEvent<Events>[] | Refusal<Reason>;
  };
  readonly evolve: { readonly [E in Events]: (state: State, data: EventTypes[E]) => State };
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDecider = Decider<any, any, any, any, any>;
export type CommandsOf<D> = D extends { decide: infer Table }
  ? { [C in keyof Table]: Table[C] extends (command: infer Data, ...rest: never[]) => unknown ? Data : never }
  : never;
export type StateOf<D> = D extends { initial: infer State } ? State : never;

export const fold = <D extends AnyDecider>(
  decider: D,
  events: readonly NewEvent[],
  from: StateOf<D> = decider.initial,
): StateOf<D> => events.reduce((state, { type, data }) => decider.evolve[type]?.(state, data) ?? state, from);

export const streamOf = (decider: AnyDecider, id: string): string => `${decider.category}-${id}`;
