import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { decodeRecord, encodeRecord, type RecordSource, type RecordToEncode } from './record-format.js';

const require = createRequire(import.meta.url);
const protocol = 'kafkajs/src/protocol';
const theirs = {
  encode: require(`${protocol}/recordBatch/record/v0`) as (record: RecordToEncode) => { readonly buffer: Buffer },
  decode: require(`${protocol}/recordBatch/record/v0/decoder`) as typeof decodeRecord,
  Decoder: require(`${protocol}/decoder`) as new (bytes: Buffer) => RecordSource,
};

const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const bytes = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
);
/** kafkajs takes what every object inherits (`valueOf`) for an earlier header of that name. */
const name = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((word) => !(word in Object.prototype));
const records = fc.record(
  {
    offsetDelta: fc.nat({ max: 1_000_000 }),
    timestampDelta: fc.integer({ min: -1_000_000, max: 10_000_000_000 }),
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.dictionary(name, fc.oneof(bytes, fc.array(bytes, { maxLength: 3 })), {
      maxKeys: 30,
      noNullPrototype: true,
    }),
  },
  { requiredKeys: [] },
);

/** Without its length, which is read before it. */
const bodyOf = (encoded: Buffer): RecordSource => {
  const source = new theirs.Decoder(encoded);
  source.readVarInt();
  return source;
};

describe('A record of Kafka', () => {
  it('is written with the bytes that kafkajs writes', () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(encodeRecord(record).buffer.equals(theirs.encode(record).buffer)).toBe(true);
      }),
    );
  });

  it('is read as kafkajs reads it', () => {
    const batch = fc.record({
      firstOffset: fc.bigInt({ min: 0n, max: 2n ** 60n }).map(String),
      firstTimestamp: fc.bigInt({ min: 0n, max: 2n ** 45n }).map(String),
      maxTimestamp: fc.constant('1700000000000'),
      timestampType: fc.constantFrom(0, 1),
      magicByte: fc.constant(2),
    });
    fc.assert(
      fc.property(records, batch, (record, context) => {
        const encoded = encodeRecord(record).buffer;
        expect(decodeRecord(bodyOf(encoded), context)).toEqual(theirs.decode(bodyOf(encoded), context));
      }),
    );
  });

  it('is read as it was written where a header is named as what every object has', () => {
    for (const word of ['valueOf', 'constructor', 'toString', '__proto__']) {
      const { headers } = decodeRecord(bodyOf(encodeRecord({ headers: { [word]: 'here' } }).buffer), {
        firstOffset: '0',
        firstTimestamp: '0',
      });
      expect(Object.entries(headers)).toEqual([[word, Buffer.from('here')]]);
    }
  });

  it('is what a client that connects writes and reads', () => {
    const here = fileURLToPath(new URL('../dist/index.js', import.meta.url));
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', asked, here], { encoding: 'utf8' });
    expect(said.trim()).toBe('encodeRecord decodeRecord');
  });
});

/** In a process of its own: what was loaded here is not what a service loads. */
const asked = `
  import { createRequire } from 'node:module';
  const { connect } = await import(process.argv[1]);
  const quiet = () => undefined;
  connect({ brokers: ['127.0.0.1:1'], clientId: 'x' }, { debug: quiet, info: quiet, warn: quiet, error: quiet });
  const require = createRequire(process.argv[1]);
  const at = 'kafkajs/src/protocol/recordBatch/record/v0';
  console.log(require(at).name, require(at + '/decoder').name);
`;
