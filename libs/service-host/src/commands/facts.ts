import {
  type AnyDecider,
  beginning,
  type Codec,
  type EventStore,
  type Facts,
  fold,
  type InForce,
  type Lookup,
  type Position,
  streamOf,
} from '@redress/eventing';
import type { ObjectLiteral, Repository } from 'typeorm';

/** The versions of one stream's fold, each with the position from which it holds. */
interface Versions {
  readonly revision: bigint;
  readonly folds: readonly { readonly from: Position; readonly state: unknown }[];
  /** Nothing of the stream before this position is missing here. */
  readonly completeUpTo: Position;
}

export interface FactSource {
  /** As they stood at `asOf`, now if absent. `seen` is how far the log is known to be readable. */
  resolve(facts: Facts, about: unknown, asOf: Position | undefined, seen?: Position): Promise<Record<string, unknown>>;
}

/** Gathers what deciders and reactors declare: folds of own streams, exactly as of a position, and rows. */
export const factSource = (
  store: EventStore,
  codec: Codec,
  repositoryOf: (table: new () => object) => Repository<ObjectLiteral>,
): FactSource => {
  const known = new Map<string, Versions>();

  const readOn = async (decider: AnyDecider, stream: string, seen: Position): Promise<Versions> => {
    const before = known.get(stream) ?? {
      revision: -1n,
      folds: [{ from: beginning, state: decider.initial as unknown }],
      completeUpTo: beginning,
    };
    const stored = await store.read(stream, before.revision + 1n);
    const folds = [...before.folds];
    for (const event of stored) {
      const decoded = codec.decode(event);
      const state = folds.at(-1)?.state as never;
      folds.push({ from: event.position, state: decoded ? fold(decider, [decoded] as never, state) : state });
    }
    const last = stored.at(-1);
    const completeUpTo = [before.completeUpTo, seen, last?.position ?? beginning].reduce((a, b) => (a > b ? a : b));
    const versions = { revision: last?.revision ?? before.revision, folds, completeUpTo };
    known.set(stream, versions);
    return versions;
  };

  const inForceAt = async (
    { decider, id }: InForce<unknown>,
    asOf: Position | undefined,
    seen: Position,
  ): Promise<unknown> => {
    const stream = streamOf(decider, id);
    const cached = known.get(stream);
    const versions =
      asOf !== undefined && cached && cached.completeUpTo >= asOf ? cached : await readOn(decider, stream, seen);
    return asOf === undefined
      ? versions.folds.at(-1)?.state
      : versions.folds.findLast(({ from }) => from === beginning || from < asOf)?.state;
  };

  const lookUp = ({ table, find }: Lookup<unknown>, about: unknown): Promise<unknown> =>
    find(repositoryOf(table) as never, about as never);

  return {
    resolve: async (facts, about, asOf, seen = asOf ?? beginning) => {
      const resolved: Record<string, unknown> = {};
      for (const [name, fact] of Object.entries(facts))
        resolved[name] = fact.kind === 'in-force' ? await inForceAt(fact, asOf, seen) : await lookUp(fact, about);
      return resolved;
    },
  };
};
