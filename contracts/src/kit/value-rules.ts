import { instantPattern, isInstant } from './instant.js';
import type { Rule } from './rule.js';

const integerRule = (kind: 'count' | 'amount-minor', min: number, max: number, says: string): Rule => {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max)
    throw new Error(`A count's limits are safe integers, the smaller first, not ${min} and ${max}.`);
  return {
    kind,
    limits: { min, max },
    says,
    accepts: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    schema: { type: 'integer', minimum: min, maximum: max },
  };
};

export const countRule = (min: number, max: number): Rule =>
  integerRule('count', min, max, `must be an integer from ${min} to ${max}`);

export const amountMinorRule = integerRule(
  'amount-minor',
  0,
  Number.MAX_SAFE_INTEGER,
  `must be an amount in minor units, an integer from 0 to ${Number.MAX_SAFE_INTEGER}`,
);

export const flagRule: Rule = {
  kind: 'flag',
  limits: {},
  says: 'must be true or false',
  accepts: (value) => typeof value === 'boolean',
  schema: { type: 'boolean' },
};

export const instantRule: Rule = {
  kind: 'instant',
  limits: {},
  says: 'must be an instant of the years 1970 to 9999 in ISO 8601, with date, time, seconds and offset or Z',
  accepts: isInstant,
  schema: { type: 'string', format: 'date-time', pattern: instantPattern },
};

const known = (values: readonly string[]): ReadonlySet<unknown> => {
  // Query strings list several values with commas between them.
  if (values.length === 0 || new Set(values).size !== values.length || values.some((value) => !/^[^,]+$/u.test(value)))
    throw new Error('The values to choose from are at least one, each different, not empty and without a comma.');
  return new Set(values);
};

export const oneOfRule = (values: readonly string[]): Rule => {
  const allowed = known(values);
  return {
    kind: 'one-of',
    limits: { values },
    says: `must be one of ${values.join(', ')}`,
    accepts: (value) => allowed.has(value),
    schema: { type: 'string', enum: values },
  };
};

export const manyOfRule = (values: readonly string[]): Rule => {
  const allowed = known(values);
  return {
    kind: 'many-of',
    limits: { values },
    says: `must be a list of different values out of ${values.join(', ')}`,
    accepts: (value) =>
      Array.isArray(value) &&
      value.length <= values.length &&
      value.every((item) => allowed.has(item)) &&
      new Set(value).size === value.length,
    schema: {
      type: 'array',
      items: { type: 'string', enum: values },
      uniqueItems: true,
      maxItems: values.length,
    },
  };
};
