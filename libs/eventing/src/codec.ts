import type { Actor, EventName, NewEvent, Position, Recorded } from './event.js';
import type { Catalogue, EventShape, PersonalField, Purpose } from './event-shape.js';
import type { EventToAppend, Metadata, StoredEvent } from './event-store.js';

/** Where one personal value stands: bound into its ciphertext, so that it cannot be moved elsewhere. */
export interface SealedField extends PersonalField {
  readonly subject: string;
  readonly eventId: string;
  /** `<service>.<Name>` */
  readonly type: string;
}
/** Encrypts a value with the keys of its subject, which are durable before it is called: `<generation>.<base64url>`. */
export type Seal = (field: SealedField, value: unknown) => string;
/** The value, or `null` when its key was destroyed. A key that is missing without having been destroyed throws. */
export type Open = (field: SealedField, sealed: string) => unknown;
/** For a reader who is not entitled, and for all who have no need: every personal field reads `null`. */
export const withhold: Open = () => null;

const withholdOne: Put<PersonalField> = (node, name) => {
  node[name] = null;
};

/** Whose keys must be at hand before an event can be written. */
export interface SubjectNeeded {
  readonly subject: string;
  readonly customer: string | undefined;
}

/** Beside an event's data, from its command. */
export interface Origin extends Omit<
  Metadata,
  'key' | 'subject' | 'occurredAt' | 'recordedAt' | 'historical' | 'follows'
> {
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly historical: boolean;
  /** The event that a rule follows. */
  readonly follows?: { readonly position: Position; readonly key: string };
}

type Json = Readonly<Record<string, unknown>>;

/** Between events as people write them and events as they are stored. Every path that reads goes through `decode`. */
export interface Codec {
  shapeOf(name: EventName): EventShape;
  /** Known under this stored type. */
  nameOf(type: string): EventName | undefined;
  subjectNeeded(event: NewEvent): SubjectNeeded | undefined;
  encode(event: NewEvent, id: string, origin: Origin, seal: Seal): EventToAppend;
  /** `undefined` for a type that this build does not know. */
  decode(stored: StoredEvent, open?: Open): Recorded | undefined;
}

export const codec = ({ shapes, upcasters }: Catalogue): Codec => {
  const byVersion = new Map(shapes.map((shape) => [`${shape.type}/${shape.version}`, shape]));
  const newest = new Map<string, EventShape>();
  for (const shape of shapes) {
    const known = newest.get(shape.name);
    if (!known || known.version < shape.version) newest.set(shape.name, shape);
  }
  const names = new Map([...newest.values()].map(({ type, name }) => [type, name]));
  const instants = new Map(shapes.map((shape) => [shape, shape.instants.map((path) => ({ path }))]));
  const steps = new Map(upcasters.map((upcaster) => [`${upcaster.type}/${upcaster.from}`, upcaster]));

  const shapeOf = (name: EventName): EventShape => {
    const shape = newest.get(name);
    if (!shape) throw new Error(`No contract defines the event ${name}.`);
    return shape;
  };

  const upcast = (data: Json, type: string, from: number, to: number): Json => {
    let current = data;
    for (let version = from; version < to; version += 1) {
      const step = steps.get(`${type}/${version}`);
      if (!step) throw new Error(`There is no upcaster for ${type} from version ${version}.`);
      current = step.upcast(current);
    }
    return current;
  };

  return {
    shapeOf,
    nameOf: (type) => names.get(type),

    subjectNeeded: (event) => {
      const shape = shapeOf(event.type);
      if (shape.personal.length === 0) return undefined;
      return { subject: shape.subjectOf(event.data as never), customer: shape.customerOf(event.data as never) };
    },

    encode: (event, id, { occurredAt, recordedAt, historical, follows, ...origin }, seal) => {
      const shape = shapeOf(event.type);
      const faults = shape.faults(event.data as never);
      if (faults.length > 0) throw new Error(`${shape.type} breaks its contract: ${faults.join('; ')}`);
      const data = JSON.parse(JSON.stringify(event.data)) as Record<string, unknown>;
      const key = shape.keyOf(event.data as never);
      const subject = shape.personal.length > 0 ? shape.subjectOf(event.data as never) : undefined;
      const sealed =
        subject === undefined
          ? data
          : putAt(data, shape.personal, (node, name, field) => {
              node[name] = seal({ ...field, subject, eventId: id, type: shape.type }, node[name]);
            });
      return {
        id,
        type: shape.type,
        version: shape.version,
        data: JSON.stringify(sealed),
        metadata: {
          ...origin,
          occurredAt: occurredAt.toISOString(),
          recordedAt: recordedAt.toISOString(),
          key,
          ...(subject === undefined ? {} : { subject }),
          ...(historical ? { historical } : {}),
          ...(follows?.key === key ? { follows: follows.position } : {}),
        },
      };
    },

    decode: (stored, open = withhold) => {
      const name = names.get(stored.type);
      const shape = name && shapeOf(name);
      const written = byVersion.get(`${stored.type}/${stored.version}`);
      if (!shape) return undefined;
      if (stored.version > shape.version) return undefined;
      if (!written) throw new Error(`No contract defines ${stored.type} version ${stored.version}.`);
      const { metadata, ...event } = stored;
      const sealed = JSON.parse(stored.data) as Record<string, unknown>;
      const generations: Partial<Record<Purpose, number>> = {};
      const openOne: Put<PersonalField> = (node, name, field) => {
        const text = String(node[name]);
        generations[field.purpose] = Number.parseInt(text, 10);
        const place = { ...field, subject: metadata.subject ?? '', eventId: stored.id, type: stored.type };
        whenRead(node, name, () => open(place, text));
      };
      const opened = putAt(sealed, written.personal, open === withhold ? withholdOne : openOne);
      const current = upcast(opened, stored.type, stored.version, shape.version);
      const data = putAt(current, instants.get(shape) ?? [], (node, name) => {
        node[name] = new Date(String(node[name]));
      });
      return { ...envelope(event, metadata), generations, type: shape.name, data } as unknown as Recorded;
    },
  };
};

const envelope = (
  { id, stream, revision, position }: Omit<StoredEvent, 'metadata'>,
  { occurredAt, recordedAt, historical, ...metadata }: Metadata,
): Omit<Recorded, 'type' | 'data' | 'generations'> => ({
  id,
  stream,
  revision,
  position,
  occurredAt: new Date(occurredAt),
  recordedAt: new Date(recordedAt),
  historical: historical ?? false,
  ...metadata,
});

/** What a decoder does with the value of one field, in place. */
type Put<Field> = (node: Record<string, unknown>, name: string, field: Field) => void;

/** Opened where it is read: most readers want one field of an event, and opening all would be most of their work. */
const whenRead = (node: Record<string, unknown>, name: string, value: () => unknown): void => {
  Object.defineProperty(node, name, {
    enumerable: true,
    configurable: true,
    get: () => {
      const opened = value();
      Object.defineProperty(node, name, { enumerable: true, configurable: true, writable: true, value: opened });
      return opened;
    },
  });
};

/**
 * Visits each present value under one of the paths, in place: what comes from JSON.parse is nobody else's, and copying
 * it for every field was most of what decoding cost. Arrays on the way are walked.
 */
const putAt = <Field extends { readonly path: readonly string[] }>(
  data: Record<string, unknown>,
  fields: readonly Field[],
  put: Put<Field>,
): Record<string, unknown> => {
  for (const field of fields) putOne(data, field, 0, put);
  return data;
};

const putOne = <Field extends { readonly path: readonly string[] }>(
  node: Record<string, unknown>,
  field: Field,
  depth: number,
  put: Put<Field>,
): void => {
  const name = field.path[depth] as string;
  const value = node[name];
  if (value === undefined || value === null) return;
  if (depth === field.path.length - 1) put(node, name, field);
  else if (Array.isArray(value))
    for (const child of value) putOne(child as Record<string, unknown>, field, depth + 1, put);
  else putOne(value as Record<string, unknown>, field, depth + 1, put);
};

/** What the house itself does, where no person asked. */
export const houseActor = (rule: string): Actor => ({ id: rule, roles: ['house'] });
