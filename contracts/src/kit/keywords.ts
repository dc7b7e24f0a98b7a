import { isInstantText } from './instant.js';
import { fitsBytes } from './string-rules.js';

/** What a JSON Schema validator must be taught to judge as the platform does; in the form in which Ajv takes keywords. */
export const keywords = [
  {
    keyword: 'x-maxBytes',
    type: 'string',
    schemaType: 'number',
    validate: (maxBytes: number, text: string): boolean => fitsBytes(text, maxBytes),
  },
] as const;

/** Marks that judge nothing. */
export const annotations = ['x-key', 'x-personal'] as const;

/** `date-time` is stricter than RFC 3339: no leap second, only days that exist, years 1970 to 9999. `uuid` is said by a pattern. */
export const formats = { 'date-time': isInstantText, uuid: true } as const;
