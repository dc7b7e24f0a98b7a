import * as patterns from './text-patterns.js';
import { type Kind, longestText, type Rule } from './rule.js';
import type { JsonSchema } from './json-schema.js';

/** Whether a text has at most so many bytes in UTF-8. A UTF-16 unit takes one byte at least and three at most. */
export const fitsBytes = (text: string, maxBytes: number): boolean =>
  text.length <= maxBytes && (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes);

interface StringRule {
  readonly kind: Kind;
  readonly pattern: string;
  readonly maxBytes: number;
  readonly says: string;
  /** Annotations beside the pattern. */
  readonly notes?: JsonSchema;
}

const stringRule = ({ kind, pattern, maxBytes, says, notes }: StringRule): Rule => {
  if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > longestText)
    throw new Error(`A field's maxBytes is an integer from 1 to ${longestText}, not ${maxBytes}.`);
  const matcher = new RegExp(pattern, 'u');
  return {
    kind,
    limits: { maxBytes },
    says,
    accepts: (value) => typeof value === 'string' && fitsBytes(value, maxBytes) && matcher.test(value),
    schema: { type: 'string', ...notes, pattern, 'x-maxBytes': maxBytes },
  };
};

/** Where the pattern itself bounds the length. */
const boundedRule = (kind: Kind, pattern: string, says: string, notes: JsonSchema = {}): Rule => {
  const matcher = new RegExp(pattern, 'u');
  return {
    kind,
    limits: {},
    says,
    accepts: (value) => typeof value === 'string' && matcher.test(value),
    schema: { type: 'string', ...notes, pattern },
  };
};

const bytes = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`;

export const codeRule = (maxBytes: number): Rule =>
  stringRule({
    kind: 'code',
    pattern: patterns.code,
    maxBytes,
    says: `must be one token without white space or control characters, at most ${bytes(maxBytes)} in UTF-8`,
  });

export const lineRule = (maxBytes: number): Rule =>
  stringRule({
    kind: 'line',
    pattern: patterns.line,
    maxBytes,
    says: `must be one line that is not blank, without control characters, at most ${bytes(maxBytes)} in UTF-8`,
  });

export const textRule = (maxBytes: number): Rule =>
  stringRule({
    kind: 'text',
    pattern: patterns.text,
    maxBytes,
    says: `must be text that is not blank, without control characters but tab and line breaks, at most ${bytes(maxBytes)} in UTF-8`,
  });

export const emailRule = stringRule({
  kind: 'email',
  pattern: patterns.email,
  maxBytes: 320,
  says: 'must be an e-mail address of at most 320 bytes in UTF-8',
});

export const idRule = boundedRule('id', patterns.uuid, 'must be a UUID in lower case', { format: 'uuid' });
export const phoneRule = boundedRule(
  'phone',
  patterns.phone,
  'must be a telephone number of 4 to 17 digits, with nothing between them but spaces, brackets, dots, slashes and hyphens',
);
export const localeRule = boundedRule(
  'locale',
  patterns.locale,
  'must be a language tag of BCP 47 such as ko, en-US or zh-Hant-TW',
);
export const sha256Rule = boundedRule(
  'sha256',
  patterns.sha256,
  'must be a SHA-256 as 64 lower-case hexadecimal digits',
);
export const wordsRule = boundedRule(
  'words',
  patterns.words,
  'must be at most 20 words in lower case with commas between them, perhaps none',
);
export const currencyRule = boundedRule(
  'currency',
  patterns.currency,
  'must be a currency code of ISO 4217, three capital letters',
);
