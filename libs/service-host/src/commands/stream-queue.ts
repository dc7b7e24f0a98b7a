import {
  type AnyDecider,
  type Append,
  type Appended,
  bytesOf,
  type Cause,
  Conflict,
  type EventStore,
  type EventToAppend,
  fold,
  isRefusal,
  limits,
  type NewEvent,
  OutcomeUnknown,
  type Position,
  type Refusal,
} from '@redress/eventing';
import { type InTurn, inTurn } from './in-turn.js';
import { type CarriedOut, note, type StreamState, wasFollowed } from './stream-state.js';

/** A command that waits for its turn. */
export interface Waiting {
  readonly command: string;
  readonly data: unknown;
  readonly cause: Cause;
  readonly settle: (answer: Answer) => void;
}

/** What became of a command; all but `failed` were decided on a state that was confirmed after it arrived. */
export type Answer =
  | ({ readonly kind: 'done' | 'already' | 'repeated'; readonly state: unknown } & Standing)
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Where the stream's last event stands, and on whose partition. */
interface Standing {
  readonly position: Position;
  readonly key: string;
}

/** What the queue needs, bound to its stream. */
export interface StreamAccess {
  readonly stream: string;
  readonly decider: AnyDecider;
  readonly store: EventStore;
  /** The stream as it is now, reading on from what is known. */
  readonly load: (known?: StreamState) => Promise<StreamState>;
  readonly factsFor: (waiting: Waiting) => Promise<object>;
  /** Encrypts and words the events of one command; the same command gives the same ids. */
  readonly encode: (events: readonly NewEvent[], cause: Cause) => Promise<readonly EventToAppend[]>;
  readonly remember: (state: StreamState | undefined) => void;
  readonly recall: () => StreamState | undefined;
  /** Between two tries of an append whose outcome is unknown. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** A group is one append; a command that is larger than this alone is refused by the store's limits. */
const most = { commands: 200, conflicts: 100, unknowns: 6 } as const;

interface Decided {
  readonly waiting: Waiting;
  readonly answer: (standing: Standing) => Answer;
  readonly events: readonly EventToAppend[];
}

/**
 * Decides commands to one stream in order, on one loaded state, and appends their events as one. Conflict: read on and
 * decide all again. Unknown: the identical append again. A refusal or `[]` is only answered on a state that was
 * confirmed after the command arrived: by the append of the group, or by a look at the stream's revision.
 */
export const streamQueue = (
  access: StreamAccess,
): { enqueue(waiting: Waiting): void; readonly idle: () => boolean } => {
  let pending: Waiting[] = [];
  let busy = false;
  const turns = inTurn();

  const run = async (): Promise<void> => {
    busy = true;
    while (pending.length > 0) {
      const group = pending.slice(0, most.commands);
      pending = pending.slice(group.length);
      const rest = await workOff(access, turns, group);
      pending = [...rest, ...pending];
    }
    busy = false;
  };

  return {
    enqueue: (waiting) => {
      pending.push(turns.waits(waiting));
      if (!busy) void run();
    },
    idle: () => !busy && pending.length === 0,
  };
};

/** Answers the commands for which there was no room. Never rejects: whatever happens is a command's answer. */
const workOff = async (access: StreamAccess, turns: InTurn, group: readonly Waiting[]): Promise<readonly Waiting[]> => {
  try {
    for (let attempt = 0; attempt < most.conflicts; attempt += 1) {
      const rest = await tryGroup(access, turns, group);
      if (rest) return rest;
    }
    throw new Error(`${access.stream} changed under ${most.conflicts} decisions in a row.`);
  } catch (error) {
    access.remember(undefined);
    // One command may have spoilt the append of its neighbours: each gets a try of its own.
    if (group.length > 1 && !(error instanceof OutcomeUnknown)) {
      for (const waiting of group) await workOff(access, turns, [waiting]);
      return [];
    }
    for (const waiting of group) turns.fails(waiting, error);
    for (const { settle } of group) settle({ kind: 'failed', error });
    return [];
  }
};

/** `undefined`: somebody else was first, decide again. */
const tryGroup = async (
  access: StreamAccess,
  turns: InTurn,
  group: readonly Waiting[],
): Promise<readonly Waiting[] | undefined> => {
  const remembered = access.recall();
  const base = remembered ?? (await access.load());
  const decisions = await decideAll(access, turns, group, base);
  const { decided, rest } = decisions;
  const events = decided.flatMap((one) => one.events);

  if (events.length === 0) {
    if (remembered && (await access.store.revision(access.stream)) !== base.revision) {
      access.remember(await access.load(remembered));
      return undefined;
    }
    access.remember(base);
    for (const { waiting, answer } of decided) waiting.settle(answer(base));
    return rest;
  }

  const append = { stream: access.stream, expected: base.revision, events };
  try {
    const appended = await appendSurely(access, append);
    const after = grown(base, decisions, appended);
    // What stood there already may have been followed by more: look again next time.
    access.remember(appended.repeated ? undefined : after);
    for (const { waiting, answer } of decided) waiting.settle(answer(after));
    return rest;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    access.remember(await access.load(base));
    return undefined;
  }
};

/** The identical append again while nobody knows what became of it: a fresh decision could do it twice. */
const appendSurely = async ({ store, pause }: StreamAccess, append: Append): Promise<Appended> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.append(append);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || attempt === most.unknowns) throw error;
      await pause(attempt);
    }
  }
};

/** What a group adds to its stream, once its append has succeeded. */
interface Group {
  readonly decided: readonly Decided[];
  readonly state: unknown;
  /** By command id; positions are still to come. */
  readonly carriedOut: ReadonlyMap<string, CarriedOut>;
  /** For whom there was no room. */
  readonly rest: readonly Waiting[];
}

const decideAll = async (
  access: StreamAccess,
  turns: InTurn,
  group: readonly Waiting[],
  base: StreamState,
): Promise<Group> => {
  const decided: Decided[] = [];
  const carriedOut = new Map<string, CarriedOut>();
  const before = (id: string): CarriedOut | undefined => carriedOut.get(id) ?? base.commands.get(id);
  let state = base.state;
  let bytes = 0;
  for (const [index, waiting] of group.entries()) {
    const one = await decideOne(access, turns, { waiting, state, base, before: before(waiting.cause.commandId) });
    bytes += bytesOf({ stream: access.stream, expected: base.revision, events: one.events });
    const tooMany = countOf(decided) + one.events.length > limits.appendEvents;
    if (decided.length > 0 && (bytes > limits.appendBytes || tooMany))
      return { decided, state, carriedOut, rest: group.slice(index) };
    decided.push(one);
    state = one.state;
    const last = one.events.at(-1);
    const requestHash = waiting.cause.requestHashes?.[0];
    if (last)
      carriedOut.set(waiting.cause.commandId, {
        requestHash,
        position: ofThisGroup,
        key: last.metadata.key,
        at: Date.parse(last.metadata.recordedAt),
      });
  }
  return { decided, state, carriedOut, rest: [] };
};

type Decide = (data: unknown, state: unknown, circumstances: object) => readonly NewEvent[] | Refusal;

/** Stands for a position that the append has yet to answer. */
const ofThisGroup = '\uffff' as Position;

interface Deciding {
  readonly waiting: Waiting;
  readonly state: unknown;
  readonly base: StreamState;
  /** Of this very command. */
  readonly before: CarriedOut | undefined;
}

const decideOne = async (
  access: StreamAccess,
  turns: InTurn,
  { waiting, state, base, before }: Deciding,
): Promise<Decided & { readonly state: unknown }> => {
  const answered = (answer: Answer): Decided & { readonly state: unknown } => ({
    waiting,
    events: [],
    state,
    answer: ({ position, key }) => {
      if (!('position' in answer) || answer.position !== ofThisGroup) return answer;
      return { ...answer, position, key: answer.key || key };
    },
  });
  const { command, data, cause } = waiting;
  if (before) {
    const hashes = cause.requestHashes;
    const same = !hashes || before.requestHash === undefined || hashes.includes(before.requestHash);
    return answered(
      same ? { kind: 'repeated', position: before.position, key: before.key, state } : { kind: 'key-reused' },
    );
  }
  if (wasFollowed(base, cause)) return answered({ kind: 'already', position: ofThisGroup, key: '', state });
  try {
    turns.mayGo(waiting);
    const facts = await access.factsFor(waiting);
    const decide = access.decider.decide[command] as Decide | undefined;
    if (!decide) throw new Error(`${access.decider.category} knows no command ${command}.`);
    const outcome = decide(data, state, { ...facts, at: cause.at, by: cause.by });
    if (isRefusal(outcome)) return answered({ kind: 'refused', refusal: outcome });
    if (outcome.length === 0) return answered({ kind: 'already', position: ofThisGroup, key: '', state });
    const events = await access.encode(outcome, cause);
    const after = fold(access.decider, outcome, state as never) as unknown;
    return {
      waiting,
      events,
      state: after,
      answer: ({ position, key }) => ({
        kind: 'done',
        position,
        key: events.at(-1)?.metadata.key ?? key,
        state: after,
      }),
    };
  } catch (error) {
    // A fault of this command alone: its neighbours go on, but for those that follow later events of the same key.
    turns.fails(waiting, error);
    return answered({ kind: 'failed', error });
  }
};

const countOf = (decided: readonly Decided[]): number => decided.reduce((sum, { events }) => sum + events.length, 0);

const grown = (
  base: StreamState,
  { decided, state, carriedOut }: Group,
  { revision, position }: Appended,
): StreamState => {
  for (const [id, one] of carriedOut) base.commands.set(id, { ...one, position });
  for (const { events } of decided) for (const { metadata } of events) note(base.followed, metadata);
  const last = decided.findLast(({ events }) => events.length > 0)?.events.at(-1);
  const [eventId, key] = [last?.id ?? base.eventId, last?.metadata.key ?? base.key];
  return { ...base, revision, eventId, position, key, state };
};
