import type { AnyDecider, StateOf } from './decider.js';

/**
 * Something a decision needs beside its own state. The host gathers it before it decides; a decider receives it beside
 * `at` and `by`, a reactor in its second argument. (The third kind, a reactor's `memory`, is named by the reactor.)
 */
export type Fact<T> = InForce<T> | Lookup<T>;

/** The fold of one of the service's own streams as it stood when the cause was recorded; for a request: now. */
export interface InForce<T> {
  readonly kind: 'in-force';
  readonly decider: AnyDecider;
  readonly id: string;
  /** Only in types. */
  readonly resolvesTo?: T;
}

/** A row of an own projection. It may be a little behind: never for what must be exact. */
export interface Lookup<T> {
  readonly kind: 'lookup';
  readonly table: new () => object;
  readonly find: (rows: never, about: never) => Promise<T>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Facts = Readonly<Record<string, Fact<any>>>;
export type Resolved<F> = { readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never };

/** The published version of a policy of one's own service: the stream `<category>-<id>`. */
export const inForce = <D extends AnyDecider>(decider: D, id = 'current'): InForce<StateOf<D>> => ({
  kind: 'in-force',
  decider,
  id,
});

/** `lookup(Person, (people: Repository<Person>, { personId }: Command) => people.findOneBy({ personId }))` */
export const lookup = <T, Rows, About>(
  table: new () => object,
  find: (rows: Rows, about: About) => Promise<T>,
): Lookup<T> => ({ kind: 'lookup', table, find });
