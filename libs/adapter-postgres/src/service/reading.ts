import type { Codec, EventName, Recorded, StoredEvent } from '@redress/eventing';
import type { PersonalData, Reach } from '@redress/privacy';

/** Stored events as folds want them: with personal fields for those that read them, without for all others. */
export interface Reading {
  /** What this build calls a stored type; `undefined` if it does not know it. */
  nameOf(type: string): EventName | undefined;
  /** Events of types that this build does not know are left out, and counted. */
  withheld(events: readonly StoredEvent[]): readonly Recorded[];
  /** What was forgotten reads `null`; `kept-by-law` also opens what the law keeps of it. */
  opened(events: readonly StoredEvent[], reach?: Reach): Promise<readonly Recorded[]>;
}

/** `personal` is absent in a service that is entitled to nothing. */
export const reading = (codec: Codec, personal: PersonalData | undefined, unknown: (type: string) => void): Reading => {
  // Several consumers read each page: it is decoded once for all of them.
  const decoded = new WeakMap<StoredEvent, Recorded>();
  const decodeOnce = (stored: StoredEvent): readonly Recorded[] => {
    const event = decoded.get(stored) ?? codec.decode(stored);
    if (!event) {
      unknown(stored.type);
      return [];
    }
    decoded.set(stored, event);
    return [event];
  };
  return {
    nameOf: (type) => codec.nameOf(type),
    withheld: (events) => events.flatMap(decodeOnce),
    opened: async (events, reach) => {
      if (!personal) return events.flatMap(decodeOnce);
      const sealed = events.filter(({ metadata }) => metadata.subject !== undefined);
      const open = await personal.forReading(sealed, reach);
      return events.flatMap((stored) =>
        stored.metadata.subject === undefined ? decodeOnce(stored) : (codec.decode(stored, open) ?? []),
      );
    },
  };
};
