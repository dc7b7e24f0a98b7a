// The patterns are written as disjoint runs of characters: no engine needs to go back, so that 64 KiB of hostile text
// cost one pass. They are ECMA-262 in Unicode mode, as JSON Schema asks for, and are what both validators run.

const surrogates = '\\ud800-\\udfff';
const c0 = '\\u0000-\\u001f';
const c0ButBreaks = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f';
const deleteAndC1 = '\\u007f-\\u009f';
const spaces = ' \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000\\ufeff';
/** Letters to Unicode, nothing to the eye: Hangul fillers, zero-width spaces and joiners, the empty braille cell. */
const invisible = '\\u115f\\u1160\\u200b-\\u200d\\u2060\\u2800\\u3164\\uffa0';
const lineSeparators = '\\u2028\\u2029';
/** They turn the reading direction, so that a name can look like another one. */
const directions = '\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';

const notInText = c0ButBreaks + surrogates;
const notInLine = c0 + deleteAndC1 + lineSeparators + surrogates;
const notInCode = c0 + deleteAndC1 + lineSeparators + surrogates + spaces + invisible + directions;
const blankInText = `\\t\\n\\r${spaces}${invisible}${lineSeparators}`;
const blankInLine = spaces + invisible;
const notInMail = `${notInCode}@"(),:;<>\\[\\]\\\\`;

/** Any characters of the text once one of them can be seen. */
export const text = `^[${blankInText}]*[^${blankInText}${notInText}][^${notInText}]*$`;
export const line = `^[${blankInLine}]*[^${blankInLine}${notInLine}][^${notInLine}]*$`;
export const code = `^[^${notInCode}]+$`;
/** Looser than any standard, but nothing that could break out of a mail header; the address is proved by writing to it. */
export const email = `^[^${notInMail}]+@[^${notInMail}.]+(?:\\.[^${notInMail}.]+)+$`;
/** 4 to 17 digits with the usual separators, in national or international form. */
export const phone = '^\\+?\\(?[0-9](?:[ ()./-]{0,2}[0-9]){3,16}$';
export const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
export const sha256 = '^[0-9a-f]{64}$';
export const currency = '^[A-Z]{3}$';
/** Language, script and region of BCP 47 in their usual case. */
export const locale = '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$';
/** Perhaps none; at most 20. */
export const words = '^(?:[a-z][a-z0-9-]{0,63}(?:,[a-z][a-z0-9-]{0,63}){0,19})?$';
/** What a personal field looks like in the log and on every bus: the generation of its key, a dot, base64url. */
export const sealed = '^[1-9][0-9]*\\.[A-Za-z0-9_-]+$';
