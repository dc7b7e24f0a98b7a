import fc from 'fast-check';
import { murmur2, partitionOf } from './partitioning.js';

test('the hash is that of the Java client', () => {
  // From UtilsTest.java of Apache Kafka.
  const known: Readonly<Record<string, number>> = {
    '21': -973932308,
    foobar: -790332482,
    'a-little-bit-long-string': -985981536,
    'a-little-bit-longer-string': -1486304829,
    lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
    abc: 479470107,
  };
  for (const [text, hash] of Object.entries(known)) expect([text, murmur2(Buffer.from(text))]).toEqual([text, hash]);
});

test('a key is always on the same partition, and on one that there is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 1000 }), (key, partitions) => {
      const partition = partitionOf(key, partitions);
      expect(partition).toBe(partitionOf(key, partitions));
      expect(partition).toBeGreaterThanOrEqual(0);
      expect(partition).toBeLessThan(partitions);
    }),
  );
});

test('keys spread over the partitions', () => {
  const counts = Array.from({ length: 24 }, () => 0);
  for (let index = 0; index < 24_000; index += 1) {
    const partition = partitionOf(`complaint ${index}`, 24);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(200);
});
