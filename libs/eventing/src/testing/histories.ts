import { houseActor } from '../codec.js';
import { type AnyDecider, fold, isRefusal, type Refusal, streamOf } from '../decider.js';
import { type NewEvent, type Position, type Recorded } from '../event.js';
import { derivedId } from '../ids.js';

/** Something that is tried; what the decider refuses leaves no event. */
export interface Attempt {
  readonly decider: AnyDecider;
  readonly id: string;
  readonly command: string;
  readonly data: unknown;
  /** What the decider is told beside its state. */
  readonly known?: object;
  /** After the attempt before it. */
  readonly afterMinutes: number;
  readonly historical?: boolean;
}

/** Says whatever it is told to: stands for deciders of other services. */
export const teller = (category: string): AnyDecider => ({
  category,
  initial: null,
  decide: { Tell: (told: NewEvent) => [told] },
  evolve: {},
});

const start = new Date('2026-03-02T09:00:00Z');
const minuteMs = 60_000;

type Decide = (data: unknown, state: unknown, circumstances: object) => readonly NewEvent[] | Refusal;

/** What attempts one after the other leave in a log, as readers see it. `keyOf` is what contracts say of an event. */
export const historyOf = (attempts: readonly Attempt[], keyOf: (event: NewEvent) => string): readonly Recorded[] => {
  const streams = new Map<string, NewEvent[]>();
  const history: Recorded[] = [];
  let at = start;
  for (const [
    index,
    { decider, id, command, data, known = {}, afterMinutes, historical = false },
  ] of attempts.entries()) {
    at = new Date(at.getTime() + afterMinutes * minuteMs);
    const stream = streamOf(decider, id);
    const events = streams.get(stream) ?? [];
    streams.set(stream, events);
    const by = houseActor('specs');
    const decide = decider.decide[command] as Decide;
    const outcome = decide(data, fold(decider, events), { ...known, at, by });
    if (isRefusal(outcome)) continue;
    const commandId = derivedId('attempt', String(index));
    for (const event of outcome) {
      const envelope = {
        id: derivedId('event', String(history.length)),
        stream,
        revision: BigInt(events.length),
        position: String(history.length + 1).padStart(19, '0') as Position,
        occurredAt: at,
        recordedAt: at,
        by,
        commandId,
        key: keyOf(event),
        correlationId: commandId,
        causationId: commandId,
        generations: {},
        historical,
      };
      history.push({ ...envelope, ...event } as Recorded);
      events.push(event);
    }
  }
  return history;
};
