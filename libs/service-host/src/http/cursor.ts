import { createHash } from 'node:crypto';
import { isStorable } from './body-text.js';
import { malformed } from './problem.js';

/** What PostgreSQL calls the types that can be ordered by, and the texts it would take for them. */
const accepts: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  'timestamp with time zone': (text) => isInstant(text),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isInstant(`${text}T00:00:00.000000Z`),
  smallint: (text) => isInteger(text, 15n),
  integer: (text) => isInteger(text, 31n),
  bigint: (text) => isInteger(text, 63n),
  boolean: (text) => text === 'true' || text === 'false',
  text: isStorable,
  'character varying': isStorable,
};

const isInteger = (text: string, bits: bigint): boolean =>
  /^-?\d{1,19}$/.test(text) && BigInt.asIntN(Number(bits) + 1, BigInt(text)) === BigInt(text);

/** `2026-03-02T13:00:00.123456Z`, of a day that exists. */
const isInstant = (text: string): boolean => {
  const [, year = '', month = '', day = '', rest = ''] =
    /^(\d{4})-(\d\d)-(\d\d)T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z)$/.exec(text) ?? [];
  if (rest === '' || Number(year) === 0 || Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return false;
  return Number(day) <= new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
};

export const canOrderBy = (type: string): boolean => Object.hasOwn(accepts, type);

/** Where a page ended: the texts of the last row's order columns. */
export interface Place {
  readonly type: string;
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
}

const longest = 4_096;

/** A cursor of one list is none of another, or of the same list in another order. */
const nameOf = (places: readonly Place[]): string =>
  createHash('sha256').update(JSON.stringify(places)).digest('hex').slice(0, 8);

export const writeCursor = (places: readonly Place[], values: readonly string[]): string =>
  Buffer.from(JSON.stringify([nameOf(places), ...values])).toString('base64url');

/** The values in a cursor, each one that its column can be compared with. Anything else is a 400. */
export const readCursor = (places: readonly Place[], cursor: string): readonly string[] => {
  const [name, ...values] = cursor.length <= longest && /^[\w-]+$/.test(cursor) ? parts(cursor) : [];
  const fits =
    name === nameOf(places) &&
    values.length === places.length &&
    places.every(({ type }, index) => accepts[type]?.(values[index] as string) === true);
  if (!fits)
    throw malformed('The cursor is not one that this list answered.', [
      { field: 'cursor', message: 'must be the next of an earlier page' },
    ]);
  return values;
};

const parts = (cursor: string): readonly string[] => {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(read) && read.every((part) => typeof part === 'string') ? read : [];
  } catch {
    return [];
  }
};
