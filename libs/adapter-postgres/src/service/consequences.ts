import {
  type AnyEffect,
  type AnyReactor,
  type Cause,
  consequenceId,
  derivedId,
  houseActor,
  type Recorded,
  type Sending,
} from '@redress/eventing';

/** What was listened to, and what follows. */
export interface Due {
  readonly id: string;
  /** Of the event: the timer waits for the partition that carries it, and while it is parked. */
  readonly key: string;
  readonly sending: Sending;
  readonly cause: Cause;
}
export interface Asked {
  readonly id: string;
  readonly key: string;
  readonly effect: string;
  readonly request: unknown;
  readonly cause: Cause;
}

const causeOf = (rule: string, commandId: string, event: Recorded): Cause => ({
  commandId,
  by: houseActor(rule),
  at: event.occurredAt,
  correlationId: event.correlationId,
  causationId: event.id,
  ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  historical: event.historical,
  asOf: event.position,
  asOfKey: event.key,
});

type Ask = (event: Recorded, known: object) => readonly unknown[];

/** Asks a reactor what follows from an event. Ids are derived, so that asking again leads to the same commands. */
export const consequencesOf = (reactor: AnyReactor, event: Recorded, known: object): readonly Due[] => {
  const ask = reactor.on[event.type] as Ask | undefined;
  const sendings = (ask?.(event, known) ?? []) as readonly Sending[];
  return sendings.map((sending, index) => {
    const id = consequenceId(reactor.name, event.id, sending, index);
    return { id, key: event.key, sending, cause: causeOf(reactor.name, id, event) };
  });
};

/** What an effect is asked for by an event; imported history asks for nothing. */
export const requestsOf = (effect: AnyEffect, event: Recorded, known: object): readonly Asked[] => {
  if (event.historical) return [];
  const ask = effect.on[event.type] as Ask | undefined;
  return (ask?.(event, known) ?? []).map((request, index) => {
    const id = derivedId('effect', effect.name, event.id, String(index));
    return { id, key: event.key, effect: effect.name, request, cause: causeOf(effect.name, id, event) };
  });
};
