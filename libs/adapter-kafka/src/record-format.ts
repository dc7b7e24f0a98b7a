/**
 * Records as Kafka's protocol has them (record batch, magic 2), written and read in one pass. kafkajs makes a buffer of
 * half a kilobyte for each header and copies all headers read so far for each one more, which with the some twenty
 * headers of a CloudEvent was most of what an event cost on its way.
 */

type Bytes = Buffer | string | null | undefined;
type HeaderValue = Buffer | string;

/** As kafkajs hands over what is to be sent. */
export interface RecordToEncode {
  readonly offsetDelta?: number;
  /** In milliseconds. */
  readonly timestampDelta?: number;
  readonly key?: Bytes;
  readonly value?: Bytes;
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;
}

/** What kafkajs asks of a record that is written: it looks like its own encoder. */
export interface EncodedRecord {
  readonly buf: Buffer;
  readonly buffer: Buffer;
  readonly offset: number;
  size(): number;
}

const zigZag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);
/** Bytes that an unsigned number takes, seven bits in each. */
const sizeOf = (unsigned: number): number => {
  let size = 1;
  for (let rest = unsigned; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
};
const lengthOf = (bytes: Bytes): number => (bytes === null || bytes === undefined ? -1 : Buffer.byteLength(bytes));
const sizeOfBytes = (length: number): number => sizeOf(zigZag(length)) + Math.max(0, length);

class Writer {
  private at = 0;

  constructor(readonly buffer: Buffer) {}

  varint(value: number): void {
    let rest = zigZag(value);
    while (rest >= 128) {
      this.buffer[this.at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.at++] = rest;
  }

  bytes(bytes: Bytes, length: number): void {
    this.varint(length);
    if (bytes === null || bytes === undefined) return;
    if (typeof bytes === 'string') this.buffer.write(bytes, this.at, length, 'utf8');
    else bytes.copy(this.buffer, this.at);
    this.at += length;
  }

  zero(): void {
    this.buffer[this.at++] = 0;
  }
}

/** The same bytes as kafkajs writes. */
export const encodeRecord = ({
  offsetDelta = 0,
  timestampDelta = 0,
  key,
  value,
  headers = {},
}: RecordToEncode): EncodedRecord => {
  const pairs: (readonly [name: string, nameLength: number, value: HeaderValue, valueLength: number])[] = [];
  let headersSize = 0;
  const header = (name: string, one: HeaderValue): void => {
    const [nameLength, valueLength] = [Buffer.byteLength(name), Buffer.byteLength(one)];
    headersSize += sizeOfBytes(nameLength) + sizeOfBytes(valueLength);
    pairs.push([name, nameLength, one, valueLength]);
  };
  for (const name of Object.keys(headers)) {
    const values = headers[name];
    if (Array.isArray(values)) for (const one of values as readonly HeaderValue[]) header(name, one);
    else header(name, values as HeaderValue);
  }
  const [keyLength, valueLength] = [lengthOf(key), lengthOf(value)];
  const body =
    1 +
    sizeOf(zigZag(timestampDelta)) +
    sizeOf(zigZag(offsetDelta)) +
    sizeOfBytes(keyLength) +
    sizeOfBytes(valueLength) +
    sizeOf(zigZag(pairs.length)) +
    headersSize;
  const writer = new Writer(Buffer.allocUnsafe(sizeOf(zigZag(body)) + body));
  writer.varint(body);
  writer.zero();
  writer.varint(timestampDelta);
  writer.varint(offsetDelta);
  writer.bytes(key, keyLength);
  writer.bytes(value, valueLength);
  writer.varint(pairs.length);
  for (const [name, nameLength, one, oneLength] of pairs) {
    writer.bytes(name, nameLength);
    writer.bytes(one, oneLength);
  }
  const { buffer } = writer;
  return { buf: buffer, buffer, offset: buffer.length, size: () => buffer.length };
};

/** kafkajs's own reader, of which a record needs this much. */
export interface RecordSource {
  readInt8(): number;
  readVarInt(): number;
  /** A `Long`. */
  readVarLong(): { toString(): string };
  readVarIntBytes(): Buffer | null;
  readVarIntString(): string | null;
}
export interface BatchContext {
  readonly firstOffset?: unknown;
  readonly firstTimestamp?: unknown;
  readonly magicByte?: number;
  readonly isControlBatch?: boolean;
  readonly timestampType?: number;
  readonly maxTimestamp?: unknown;
}

/** Of kafkajs's `timestampTypes`: the broker's time of appending counts. */
const logAppendTime = 1;

export interface DecodedRecord {
  readonly magicByte: number | undefined;
  readonly attributes: number;
  readonly timestamp: unknown;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | null | readonly (Buffer | null)[]>>;
  readonly isControlRecord: boolean;
  readonly batchContext: BatchContext;
}

/** What kafkajs reads; a header that stands twice comes as a list. */
export const decodeRecord = (source: RecordSource, batchContext: BatchContext = {}): DecodedRecord => {
  const { firstOffset, firstTimestamp, magicByte, isControlBatch = false, timestampType, maxTimestamp } = batchContext;
  const attributes = source.readInt8();
  const timestampDelta = source.readVarLong();
  const timestamp =
    timestampType === logAppendTime && maxTimestamp
      ? maxTimestamp
      : String(BigInt(String(firstTimestamp)) + BigInt(timestampDelta.toString()));
  const offset = String(BigInt(String(firstOffset)) + BigInt(source.readVarInt()));
  const key = source.readVarIntBytes();
  const value = source.readVarIntBytes();
  const headers: Record<string, Buffer | null | (Buffer | null)[]> = {};
  for (let left = source.readVarInt(); left > 0; left -= 1) {
    const name = String(source.readVarIntString());
    const one = source.readVarIntBytes();
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (known !== undefined) headers[name] = Array.isArray(known) ? [...known, one] : [known, one];
    else if (name === '__proto__')
      Object.defineProperty(headers, name, { value: one, enumerable: true, writable: true });
    else headers[name] = one;
  }
  return {
    magicByte,
    attributes,
    timestamp,
    offset,
    key,
    value,
    headers,
    isControlRecord: isControlBatch,
    batchContext,
  };
};

/** The one release whose places are known; it was the last. */
const known = '2.2.4';

/**
 * Has kafkajs write and read records so. Its own code does both in another version, and where it has sent or fetched
 * something already.
 */
export const useRecordFormat = (require: NodeJS.Require): void => {
  const { version } = require('kafkajs/package.json') as { readonly version: string };
  if (version !== known) return;
  const replace = (path: string, by: unknown): void => {
    const place = require.resolve(path);
    require(place);
    const loaded = require.cache[place];
    if (loaded) loaded.exports = by;
  };
  replace('kafkajs/src/protocol/recordBatch/record/v0', encodeRecord);
  replace('kafkajs/src/protocol/recordBatch/record/v0/decoder', decodeRecord);
};
