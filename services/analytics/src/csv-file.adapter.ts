import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { byteOrderMark } from './csv.rules.js';

/** An answer in CSV, as long as its parts come. */
export const csvFile = (parts: Iterable<string> | AsyncIterable<string>, mark: 'marked' | 'plain'): StreamableFile =>
  new StreamableFile(Readable.from(mark === 'marked' ? after(byteOrderMark, parts) : parts, { objectMode: false }), {
    type: 'text/csv; charset=utf-8; header=present',
  });

const after = async function* (first: string, rest: Iterable<string> | AsyncIterable<string>): AsyncIterable<string> {
  yield first;
  yield* rest;
};
