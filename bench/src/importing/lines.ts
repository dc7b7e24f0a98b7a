import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** One line of a file, counted from 1 as editors do. */
export interface Line {
  readonly number: number;
  /** As it stands in the file, without its line break. */
  readonly bytes: Buffer;
}

const lineFeed = 0x0a;

/**
 * The lines of a file that are not blank. A line ends with a line feed only: JSON may hold other separators (U+2028)
 * inside a text.
 */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  let number = 0;
  let begun: Buffer[] = [];
  const whole = (end: Buffer): Line => {
    number += 1;
    const bytes = Buffer.concat([...begun, end]);
    begun = [];
    return { number, bytes };
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      const line = whole(chunk.subarray(from, end));
      if (!isBlank(line)) yield line;
      from = end + 1;
    }
    if (from < chunk.length) begun.push(Buffer.from(chunk.subarray(from)));
  }
  const last = whole(Buffer.alloc(0));
  if (!isBlank(last)) yield last;
}

const isBlank = ({ bytes }: Line): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

/** Throws a sentence for a line that is no JSON object; the sentence repeats nothing of it. */
export const readObject = ({ bytes }: Line): Readonly<Record<string, unknown>> => {
  const value = parse(decode(bytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not a JSON object');
  return value as Readonly<Record<string, unknown>>;
};

const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8');
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
};

/** Names each line by what it says, and lines that say the same by their order: the same in every run. */
export const lineKeys = (): ((line: Line) => string) => {
  const met = new Map<string, number>();
  return ({ bytes }) => {
    const digest = createHash('sha256').update(bytes).digest('base64url');
    const count = (met.get(digest) ?? 0) + 1;
    met.set(digest, count);
    return `import-${digest}-${count}`;
  };
};
