import { catalogue, type HistoryEntry } from '@redress/contracts';
import type { EventShape, PersonalField, Recorded } from '@redress/eventing';

/** Whether a reader of the history is entitled to personal fields. */
export type Sight = 'with-personal' | 'without-personal';

/** Auditors and lawyers see what was said; leads and administrators that it was said. */
export const sightOf = (roles: readonly string[]): Sight =>
  roles.includes('auditor') || roles.includes('legal') ? 'with-personal' : 'without-personal';

type Json = Readonly<Record<string, unknown>>;

const newest = new Map<string, EventShape>();
for (const shape of catalogue.shapes) {
  const known = newest.get(shape.name);
  if (!known || known.version < shape.version) newest.set(shape.name, shape);
}

/** What happened in several streams as one story, in the order in which it was recorded. */
export const entriesOf = (events: readonly Recorded[], sight: Sight): readonly HistoryEntry[] => {
  const story = events.toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const types = new Map(story.map((event) => [event.id, typeOf(event)]));
  return story.map((event) => entryOf(event, types.get(event.causationId), sight));
};

const entryOf = (event: Recorded, causedBy: string | undefined, sight: Sight): HistoryEntry => {
  const { id, stream, revision, position, occurredAt, recordedAt, by, causationId, correlationId, historical } = event;
  const data = event.data as unknown as Json;
  const policyVersion = policyVersionIn(data);
  return {
    eventId: id,
    type: typeOf(event),
    stream,
    revision: Number(revision),
    position,
    occurredAt,
    recordedAt,
    by: by.id,
    roles: by.roles.map((role) => ({ role })),
    causationId,
    ...(causedBy !== undefined && { causedBy }),
    correlationId,
    ...(policyVersion !== undefined && { policyVersion }),
    historical,
    data: seen(data, newest.get(event.type)?.personal ?? [], sight),
  };
};

const typeOf = ({ type }: Recorded): string => newest.get(type)?.type ?? type;

/** By which version of its policy it was decided, where the event says so. */
const policyVersionIn = ({ terms, policyVersion }: Json): number | undefined => {
  const version = (terms as Json | undefined)?.['policyVersion'] ?? policyVersion;
  return typeof version === 'number' ? version : undefined;
};

/** Without the personal fields that are forgotten or not for this reader. */
const seen = (data: Json, personal: readonly PersonalField[], sight: Sight): Json =>
  personal.reduce(
    (rest, { path }) => without(rest, path, (value) => sight === 'without-personal' || value === null),
    data,
  );

const without = (
  data: Json,
  [name = '', ...deeper]: readonly string[],
  isHidden: (value: unknown) => boolean,
): Json => {
  const { [name]: value, ...others } = data;
  if (value === undefined) return data;
  if (deeper.length === 0) return isHidden(value) ? others : data;
  const inside = (part: unknown): unknown => without(part as Json, deeper, isHidden);
  return { ...data, [name]: Array.isArray(value) ? value.map(inside) : inside(value) };
};
