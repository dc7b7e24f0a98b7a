import type { EventName, EventTypes, Recorded } from './event.js';

type Fold<Row, T extends EventName> = (
  row: Row | undefined,
  data: EventTypes[T],
  event: Recorded<T>,
) => Row | null | undefined;

/** Only events that carry every key column can be heard: forgetting one is a compile error. */
type Heard<Key extends string> = {
  [T in EventName]: EventTypes[T] extends { readonly [K in Key]: unknown } ? T : never;
}[EventName];

/**
 * A read model, or a reactor's memory: a fold of rows.
 *
 * `key` names the columns that identify a row and are found in every event it hears; the event's own key is among
 * them, so that every row is written from one partition, in order. The fold answers the row as it now is; `null`
 * removes it; `undefined` (nothing was there) stays nothing. It must not depend on anything but its arguments.
 */
export interface Projection<Row, Key extends keyof Row & string> {
  /** `<service>.<question>` */
  readonly name: string;
  readonly table: new () => Row;
  readonly key: readonly Key[];
  readonly on: { readonly [T in EventName]?: Fold<Row, T> };
  /** For an auditor's tables: called for every event that carries the key columns, beside `on`. */
  readonly onEvery?: (row: Row | undefined, event: Recorded) => Row | null | undefined;
  /** Raised when functions that the fold calls have changed: their text is not part of the definition's hash. */
  readonly edition?: number;
  /** The column that keeps the position of the event that changed the row last: what finds rows that changed since. */
  readonly changedAt?: keyof Row & string;
}
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyProjection = Projection<any, any>;

export const projection = <Row extends object, const Key extends keyof Row & string>(
  definition: Omit<Projection<Row, Key>, 'on'> & { readonly on: { readonly [T in Heard<Key>]?: Fold<Row, T> } },
): Projection<Row, Key> => definition;

type Key = Readonly<Record<string, unknown>>;
type LooseFold = (row: unknown, data: unknown, event: Recorded) => object | null | undefined;

/** The key of the row that an event touches, or `undefined` where the projection does not hear the event. */
export const keyTouched = ({ on, onEvery, key }: AnyProjection, event: Recorded): Key | undefined => {
  if (!on[event.type] && !onEvery) return undefined;
  const data = event.data as unknown as Key;
  return key.every((column) => data[column] !== undefined)
    ? Object.fromEntries(key.map((column) => [column, data[column]]))
    : undefined;
};

/** One step of the fold: the row after the event. */
export const foldRow = <Row extends object>(
  { on, onEvery, changedAt }: AnyProjection,
  row: Row | undefined,
  event: Recorded,
): Row | null | undefined => {
  const hear = on[event.type] as LooseFold | undefined;
  const afterOn = hear ? (hear(row, event.data, event) as Row | null | undefined) : row;
  const after = onEvery ? (onEvery(afterOn ?? undefined, event) as Row | null | undefined) : afterOn;
  return changedAt !== undefined && after && after !== row ? { ...after, [changedAt]: event.position } : after;
};

/** The rows that a history leaves behind, in the order in which they first appeared: "as of" views, and the specs. */
export const foldRows = <Row extends object, K extends keyof Row & string>(
  definition: Projection<Row, K>,
  events: readonly Recorded[],
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const event of events) {
    const key = keyTouched(definition, event);
    if (!key) continue;
    const name = JSON.stringify(definition.key.map((column) => key[column]));
    const after = foldRow(definition, rows.get(name), event);
    if (after) rows.set(name, after);
    else rows.delete(name);
  }
  return [...rows.values()];
};
