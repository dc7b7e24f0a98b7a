import { createHash } from 'node:crypto';
import type { Snapshots } from '@redress/adapter-postgres';
import {
  type AnyDecider,
  type Codec,
  type EventName,
  type EventStore,
  type Position,
  type WallClock,
} from '@redress/eventing';
import { type CarriedOut, readOn, type StreamState } from './stream-state.js';

/** So many events are folded anew at most, so many commands go by between two snapshots. */
const every = 500n;
/** A request may come again for so long; what is older is forgotten by streams that grow without end. */
const remembersMs = 7 * 86_400_000;

interface Parts {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly clock: WallClock;
  readonly snapshots: Snapshots;
  /** A snapshot that cannot be read or kept costs time and nothing else. */
  readonly report: (stream: string, error: unknown) => void;
}

/** The snapshots of one endless stream. */
export interface Snapshotting {
  /** The stream as it is now, from its snapshot if one fits. */
  load(): Promise<StreamState>;
  /** Keeps the state when enough has happened since the last time. Resolves when it is kept, never rejects. */
  reached(state: StreamState): Promise<void>;
}

/** By command id, as JSON. */
type Remembered = readonly (readonly [id: string, hash: string | null, position: Position, key: string, at: number])[];

export const snapshotting = (
  { store, codec, clock, snapshots, report }: Parts,
  decider: AnyDecider,
  stream: string,
): Snapshotting => {
  const definition = definitionOf(decider, codec);
  let kept = -1n;

  const find = async (): Promise<StreamState | undefined> => {
    const found = await snapshots.find(stream, definition);
    if (!found) return undefined;
    const [there] = await store.read(stream, found.revision, 1);
    if (there?.id !== found.eventId) return undefined;
    kept = found.revision;
    return { ...found, commands: commandsOf(found.commands as Remembered), followed: new Map() };
  };

  return {
    load: async () => {
      const known = await find().catch((error: unknown) => {
        report(stream, error);
        return undefined;
      });
      return readOn(store, codec, decider, stream, known);
    },
    reached: async (state) => {
      if (state.revision - kept < every) return;
      kept = state.revision;
      const since = clock.now().getTime() - remembersMs;
      for (const [id, { at }] of state.commands) if (at < since) state.commands.delete(id);
      await snapshots
        .keep(stream, definition, { ...state, commands: asRemembered(state.commands) })
        .catch((error: unknown) => report(stream, error));
    },
  };
};

/**
 * Another definition folds another state: its text, its first state, and the versions in which it hears events. Functions
 * that `evolve` calls are not part of that text: for them `edition` is raised.
 */
const definitionOf = ({ category, initial, evolve, endless }: AnyDecider, codec: Codec): string => {
  const folds = Object.entries(evolve).map(([name, fold]) => [
    name,
    codec.shapeOf(name as EventName).version,
    String(fold),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([category, initial, folds, endless?.edition]))
    .digest('hex')
    .slice(0, 16);
};

const asRemembered = (commands: StreamState['commands']): Remembered =>
  [...commands].map(([id, { requestHash, position, key, at }]) => [id, requestHash ?? null, position, key, at]);

const commandsOf = (remembered: Remembered): Map<string, CarriedOut> =>
  new Map(
    remembered.map(([id, hash, position, key, at]) => [id, { requestHash: hash ?? undefined, position, key, at }]),
  );
