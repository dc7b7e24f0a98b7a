import { isUtf8 } from 'node:buffer';
import { malformed } from './problem.js';

const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** How deep lists and objects stand in each other, found without building anything; right for well-formed JSON. */
export const depthOf = (json: Buffer, enough = Infinity): number => {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index] as number;
    if (inText) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (opening.has(byte)) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (deepest > enough) return deepest;
    } else if (closing.has(byte)) depth -= 1;
  }
  return deepest;
};

/** Names that every object of JavaScript has already (`constructor`, `__proto__`, …). No contract has them. */
export const isReserved = (name: string): boolean => name in Object.prototype;

/** Half a character (U+D800–U+DFFF alone) cannot be stored as UTF-8; NUL cannot be stored by PostgreSQL. */
const unstorable = /[\0\p{Surrogate}]/u;

export const isStorable = (text: string): boolean => !unstorable.test(text);

const refuseHostile = (value: unknown): void => {
  if (typeof value === 'string') {
    if (!isStorable(value)) throw malformed('The body has a text with NUL or half a character in it.');
  } else if (Array.isArray(value)) value.forEach(refuseHostile);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) {
      if (isReserved(name)) throw malformed('The body has a field with a name that is not allowed.');
      if (!isStorable(name)) throw malformed('The body has a field whose name has NUL or half a character in it.');
      refuseHostile(inner);
    }
};

/** The value of a JSON body, or a 400 that says what is wrong with it without repeating any of it. */
export const readJson = (body: Buffer, deepest: number): unknown => {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw malformed('The body is not UTF-8.');
  if (depthOf(body, deepest) > deepest) throw malformed(`The body is nested deeper than ${deepest} levels.`);
  const value = parse(body.toString('utf8'));
  refuseHostile(value);
  return value;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    // The parser's own words quote the body, which may be personal: they are dropped, cause and all.
    throw malformed('The body is not JSON.');
  }
};
