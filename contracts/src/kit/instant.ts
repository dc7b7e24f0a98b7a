const shape =
  '^(?:19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' +
  'T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$';
/** All of an instant's form; what a pattern cannot say is how many days a month has. */
export const instantPattern = shape;
const pattern = new RegExp(shape, 'u');

/** 9999-12-31T23:59:59.999Z */
const last = 253_402_300_799_999;

/** A real instant of the years 1970 to 9999, counted in UTC. */
export const isInstant = (value: unknown): boolean =>
  value instanceof Date && value.getTime() >= 0 && value.getTime() <= last;

/** ISO 8601: full date, time with seconds, and `Z` or an offset; of a day that exists. Finer than milliseconds is cut off. */
export const isInstantText = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  const parts = pattern.exec(value);
  if (!parts) return false;
  const [year, month, day] = [Number(value.slice(0, 4)), Number(parts[1]), Number(parts[2])];
  // Date.parse takes 30 February for 2 March.
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  return isInstant(new Date(value));
};

/** The instant a text names; anything else as it is, for the validator to name. */
export const toInstant = (value: unknown): unknown => (isInstantText(value) ? new Date(value as string) : value);
