import type { EventShape, SealedField, StoredEvent } from '@redress/eventing';
import type { PersonalData } from '@redress/privacy';

type Json = Record<string, unknown>;

/**
 * The data of events in the version in which they were published, with personal fields in clear: `null` where the person
 * was forgotten. What this build does not know stays as it was published. Throws where a key is lost.
 */
export const openedData =
  (shapes: readonly EventShape[], personal: PersonalData) =>
  async (events: readonly StoredEvent[]): Promise<(event: StoredEvent) => string> => {
    const open = await personal.forReading(events.filter(({ metadata }) => metadata.subject !== undefined));
    return ({ id, type, version, data, metadata: { subject } }) => {
      const shape = shapes.find((each) => each.type === type && each.version === version);
      if (!shape || subject === undefined || shape.personal.length === 0) return data;
      const opened = JSON.parse(data) as Json;
      for (const { path, purpose } of shape.personal)
        openAt(opened, path, { path, purpose, subject, eventId: id, type }, open);
      return JSON.stringify(opened);
    };
  };

const openAt = (
  node: Json,
  [name = '', ...deeper]: readonly string[],
  field: SealedField,
  open: (field: SealedField, sealed: string) => unknown,
): void => {
  const value = node[name];
  if (value === undefined || value === null) return;
  if (deeper.length === 0) node[name] = open(field, value as string);
  else for (const part of [value].flat()) openAt(part as Json, deeper, field, open);
};
