import {
  type AnyDecider,
  type Cause,
  type Codec,
  type CommandsOf,
  type CommandSender,
  eventIdOf,
  type EventStore,
  type EventToAppend,
  type NewEvent,
  type Refusal,
  type Seal,
  type Sending,
  type StateOf,
  streamOf,
  type WallClock,
  writeToken,
} from '@redress/eventing';
import type { Snapshots } from '@redress/adapter-postgres';
import type { PersonalData } from '@redress/privacy';
import { KeyReusedError, RefusedError } from '../http/refused.js';
import type { Sender } from '../http/caller.js';
import { followedCommand } from '../tracing/followed-commands.js';
import type { Traces } from '../tracing/traces.js';
import type { FactSource } from './facts.js';
import { type Snapshotting, snapshotting } from './snapshotting.js';
import { type Answer, type StreamAccess, streamQueue, type Waiting } from './stream-queue.js';
import { readOn, type StreamState } from './stream-state.js';

/** What a command came to. */
export interface Accepted<State = unknown> {
  /** May be given to a query (`waitFor`) that should see what this command did. */
  readonly position: string;
  /** `already`: there was nothing to do. `repeated`: this very request was carried out before. */
  readonly outcome: 'done' | 'already' | 'repeated';
  readonly state: State;
}

export interface CommandParts {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly personal: PersonalData;
  readonly facts: FactSource;
  readonly clock: WallClock;
  readonly pause: (attempt: number) => Promise<void>;
  /** Where the service of a stream keeps snapshots; without them endless streams are folded from their beginning. */
  readonly snapshotsOf?: (service: string) => Snapshots | undefined;
  /** Present while traces are kept. */
  readonly traces?: Traces | undefined;
  /** Hears of snapshots that could not be read or kept. */
  readonly report?: (stream: string, error: unknown) => void;
}

/** How many streams are kept folded; each is dropped when it was not used for longest. */
const keptStreams = 5000;

/** Takes commands to deciders: gathers facts, decides, appends. One per process, all services use it. */
export class Commands implements CommandSender {
  private readonly queues = new Map<string, ReturnType<typeof streamQueue>>();
  private readonly states = new Map<string, StreamState>();
  private readonly endless = new Map<string, Snapshotting>();
  private readonly keeping = new Set<Promise<void>>();

  constructor(private readonly parts: CommandParts) {}

  /** For a request: a refusal is thrown as `RefusedError` (409), a key used for another body as `KeyReusedError` (422). */
  async send<D extends AnyDecider, C extends keyof CommandsOf<D> & string>(
    decider: D,
    id: string,
    command: C,
    data: CommandsOf<D>[C],
    sender: Sender,
  ): Promise<Accepted<StateOf<D>>> {
    const answer = await this.ask({ decider, id, command, data }, sender);
    switch (answer.kind) {
      case 'failed':
        throw answer.error as Error;
      case 'refused':
        throw new RefusedError(answer.refusal);
      case 'key-reused':
        throw new KeyReusedError();
      default: {
        const logId = await this.parts.store.logId();
        return {
          position: writeToken({ logId, position: answer.position, key: answer.key }),
          outcome: answer.kind,
          state: answer.state as StateOf<D>,
        };
      }
    }
  }

  async dispatch(sending: Sending, cause: Cause): Promise<Refusal | undefined> {
    const answer = await this.ask(sending, cause);
    if (answer.kind === 'failed') throw answer.error as Error;
    // Ids of rules carry no hash: the same id is the same command.
    return answer.kind === 'refused' ? answer.refusal : undefined;
  }

  async stateOf<D extends AnyDecider>(decider: D, id: string): Promise<StateOf<D>> {
    const stream = streamOf(decider, id);
    const known = this.recall(stream);
    const now = await this.load(decider, stream, known);
    // What a busy queue remembers is its own; nobody else may put an older state in its place.
    if (!this.queues.has(stream) && this.states.get(stream) === known) this.remember(stream, now);
    return now.state as StateOf<D>;
  }

  /** Resolves when no snapshot is being kept any more. */
  async settled(): Promise<void> {
    await Promise.all(this.keeping);
  }

  private load(decider: AnyDecider, stream: string, known?: StreamState): Promise<StreamState> {
    const { store, codec } = this.parts;
    const fresh = known ? undefined : this.snapshotting(decider, stream);
    return fresh ? fresh.load() : readOn(store, codec, decider, stream, known);
  }

  private snapshotting(decider: AnyDecider, stream: string): Snapshotting | undefined {
    const { snapshotsOf, report = () => undefined, ...parts } = this.parts;
    const [service = ''] = decider.category.split('.');
    const snapshots = decider.endless && snapshotsOf?.(service);
    if (!snapshots) return undefined;
    const known = this.endless.get(stream) ?? snapshotting({ ...parts, snapshots, report }, decider, stream);
    this.endless.set(stream, known);
    return known;
  }

  /** In the background: nobody waits for a snapshot. */
  private keep(decider: AnyDecider, stream: string, state: StreamState | undefined): void {
    if (!decider.endless || !state) return;
    const kept = this.snapshotting(decider, stream)?.reached(state);
    if (!kept) return;
    this.keeping.add(kept);
    void kept.then(() => this.keeping.delete(kept));
  }

  private remember(stream: string, state: StreamState | undefined): void {
    this.states.delete(stream);
    if (!state) return;
    this.states.set(stream, state);
    const [oldest] = this.states.keys();
    if (this.states.size > keptStreams && oldest !== undefined) this.states.delete(oldest);
  }

  /** What was used last is dropped last. */
  private recall(stream: string): StreamState | undefined {
    const state = this.states.get(stream);
    if (state) this.remember(stream, state);
    return state;
  }

  private ask(sending: Sending, cause: Cause): Promise<Answer> {
    const { traces } = this.parts;
    if (!traces) return this.take(sending, cause);
    return followedCommand(traces, sending, cause, (followed) => this.take(sending, followed));
  }

  private take(sending: Sending, cause: Cause): Promise<Answer> {
    const { decider, id, command, data } = sending;
    const stream = streamOf(decider, id);
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        resolve(answer);
        // Between two answers of one group the queue is still busy: look once it has gone on.
        setImmediate(() => this.queues.get(stream)?.idle() && this.queues.delete(stream));
      };
      this.queueOf(decider, stream).enqueue({ command, data, cause, settle });
    });
  }

  private queueOf(decider: AnyDecider, stream: string): ReturnType<typeof streamQueue> {
    const known = this.queues.get(stream);
    if (known) return known;
    const queue = streamQueue(this.accessTo(decider, stream));
    this.queues.set(stream, queue);
    return queue;
  }

  private accessTo(decider: AnyDecider, stream: string): StreamAccess {
    const { store, facts, pause } = this.parts;
    return {
      stream,
      decider,
      store,
      pause,
      load: (known) => this.load(decider, stream, known),
      factsFor: ({ data, cause }: Waiting) => facts.resolve(decider.facts ?? {}, data, cause.asOf),
      encode: (events, cause) => this.encode(events, cause),
      recall: () => this.recall(stream),
      remember: (state) => {
        this.remember(stream, state);
        this.keep(decider, stream, state);
      },
    };
  }

  private async encode(events: readonly NewEvent[], cause: Cause): Promise<readonly EventToAppend[]> {
    const { codec, personal, clock } = this.parts;
    const needs = events.flatMap((event) => codec.subjectNeeded(event) ?? []);
    const seal = needs.length > 0 ? await personal.forWriting(needs) : sealNothing;
    const requestHash = cause.requestHashes?.[0];
    const origin = {
      by: cause.by,
      commandId: cause.commandId,
      ...(requestHash === undefined ? {} : { requestHash }),
      correlationId: cause.correlationId,
      causationId: cause.causationId,
      ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
      occurredAt: cause.at,
      recordedAt: clock.now(),
      historical: cause.historical,
      ...(cause.asOf !== undefined && cause.asOfKey !== undefined
        ? { follows: { position: cause.asOf, key: cause.asOfKey } }
        : {}),
    };
    return events.map((event, index) =>
      codec.encode(event, eventIdOf(cause.commandId, requestHash, index), origin, seal),
    );
  }
}

const sealNothing: Seal = ({ type }) => {
  throw new Error(`${type} carries personal data that no contract names.`);
};
