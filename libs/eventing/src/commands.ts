import type { AnyDecider, Refusal, StateOf } from './decider.js';
import type { Actor, Position } from './event.js';
import type { Sending } from './reactor.js';

/** Where a command came from, as its events will say. */
export interface Cause {
  /** Deterministic wherever a repetition must be recognised. */
  readonly commandId: string;
  /** All hashes that the request has under the keys in use, newest first; the first is stored. Only of HTTP requests. */
  readonly requestHashes?: readonly string[];
  readonly by: Actor;
  /** When it happened. */
  readonly at: Date;
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
  readonly historical: boolean;
  /** Facts in force are read as they stood here; absent: as they stand now. */
  readonly asOf?: Position;
  /** Of the event at `asOf`, where a rule follows it: commands that follow events of one key are sent in its order. */
  readonly asOfKey?: string;
}

/** What reactors, timers and effects need of the host: commands to the service's own deciders. */
export interface CommandSender {
  /**
   * Decides and appends; a command that was carried out before is found and not repeated. Commands to one stream are
   * decided in the order of the calls. Answers the refusal, if the business says no; rejects when I/O failed.
   */
  dispatch(sending: Sending, cause: Cause): Promise<Refusal | undefined>;
  /** The decider's fold, as the store has it now. */
  stateOf<D extends AnyDecider>(decider: D, id: string): Promise<StateOf<D>>;
}
