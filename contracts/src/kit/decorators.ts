import type { Purpose } from '@redress/eventing';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';
import { describe } from './fields.js';
import { toInstant } from './instant.js';
import type { Rule } from './rule.js';
import * as strings from './string-rules.js';
import * as values from './value-rules.js';

/** Fits only a field of that type, so that the compiler sees a decorator that contradicts the type beside it. */
export type FieldOf<Value> = <Owner extends { [Name in Key]?: Value | null }, Key extends string>(
  owner: Owner,
  name: Key,
) => void;

/** The same both ways: the type knows every word of the list, and the list every word of the type. */
export type WordsOf<Word, Value> = <Owner extends { [Name in Key]?: Value | null }, Key extends string>(
  owner: Owner,
  name: Key & ([Word] extends [Items<NonNullable<Owner[Key]>>] ? unknown : never),
) => void;
type Items<Value> = Value extends readonly (infer Item)[] ? Item : Value;

/** Registers one rule for the event writer and the schemas, and for class-validator. */
export const applyRule = (rule: Rule, owner: object, name: string): void => {
  describe(owner, name, { rule });
  ValidateBy({
    name: rule.kind,
    validator: { validate: rule.accepts, defaultMessage: () => `${name} ${rule.says}` },
  })(owner, name);
};

const field =
  <Value>(rule: Rule): FieldOf<Value> =>
  (owner, name) =>
    applyRule(rule, owner, name);

/** What the event is about: events of one key keep their order on every bus. Exactly one string field of an event. */
export const Key = (): PropertyDecorator => (owner, name) => describe(owner, String(name), { key: true });

/** The field may be absent. It is never `null`. */
export const Optional = (): PropertyDecorator => (owner, name) => {
  describe(owner, String(name), { optional: true });
  ValidateIf((_, value) => value !== undefined)(owner, String(name));
};

/** Stored and published encrypted, and forgotten: `contact` with its purpose, `record` when the law no longer asks for it. A string field. */
export const Personal =
  (purpose: Purpose): PropertyDecorator =>
  (owner, name) =>
    describe(owner, String(name), { personal: purpose });

/** A UUID in its canonical form, lower case. */
export const Id = (): FieldOf<string> => field(strings.idRule);

/** An identifier of somebody else's making: one token without white space, control or invisible characters; letters of any script. */
export const Code = ({ maxBytes }: { maxBytes: number }): FieldOf<string> => field(strings.codeRule(maxBytes));

/** One line that is not blank, without control characters. */
export const Line = ({ maxBytes }: { maxBytes: number }): FieldOf<string> => field(strings.lineRule(maxBytes));

/** Several lines that are not all blank; of control characters only tab and line breaks. Kept as sent. */
export const Text = ({ maxBytes }: { maxBytes: number }): FieldOf<string> => field(strings.textRule(maxBytes));

export const Email = (): FieldOf<string> => field(strings.emailRule);
export const Phone = (): FieldOf<string> => field(strings.phoneRule);
/** A language tag: `ko`, `en-US`. */
export const Locale = (): FieldOf<string> => field(strings.localeRule);
/** 64 lower-case hexadecimal digits. */
export const Sha256 = (): FieldOf<string> => field(strings.sha256Rule);
/** Words in lower case with commas between them, perhaps none: what can stand in a header. */
export const Words = (): FieldOf<string> => field(strings.wordsRule);
/** ISO 4217. */
export const Currency = (): FieldOf<string> => field(strings.currencyRule);
/** In the minor unit of the currency beside it (ISO 4217): cents, or whole won. */
export const AmountMinor = (): FieldOf<number> => field(values.amountMinorRule);
/** An integer. */
export const Count = ({ min = 0, max }: { min?: number; max: number }): FieldOf<number> =>
  field(values.countRule(min, max));
export const Flag = (): FieldOf<boolean> => field(values.flagRule);

/** A `Date` here, ISO 8601 with an offset or Z in JSON; of the years 1970 to 9999, in milliseconds. */
export const Instant = (): FieldOf<Date> => (owner, name) => {
  applyRule(values.instantRule, owner, name);
  // The text itself is judged: `new Date` alone would take a bare date, or 30 February.
  Transform(({ value }) => toInstant(value), { toClassOnly: true })(owner, name);
};

/** One of these words. */
export const OneOf = <const Value extends string>(...words: readonly Value[]): WordsOf<Value, Value> =>
  field(values.oneOfRule(words));

/** A list of different ones of these words, perhaps none. */
export const ManyOf = <const Value extends string>(...words: readonly Value[]): WordsOf<Value, readonly Value[]> =>
  field(values.manyOfRule(words));
