/**
 * The partition of a key among so many, from 0: murmur2 of its UTF-8 bytes, as Kafka's own clients choose it, so that
 * other producers and tools find the same. It never changes; with another count nearly every key moves.
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;

const seed = 0x9747b28c;
const factor = 0x5bd1e995;
const shift = 24;

/** MurmurHash2 with 32 bits and the seed of Kafka's Java client (`Utils.murmur2`), as a signed integer. */
export const murmur2 = (bytes: Uint8Array): number => {
  const { length } = bytes;
  const words = length >> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let hash = seed ^ length;
  for (let word = 0; word < words; word += 1) {
    let mixed = Math.imul(view.getInt32(word * 4, true), factor);
    mixed ^= mixed >>> shift;
    hash = Math.imul(hash, factor) ^ Math.imul(mixed, factor);
  }
  const rest = words * 4;
  const left = length - rest;
  if (left === 3) hash ^= view.getUint8(rest + 2) << 16;
  if (left >= 2) hash ^= view.getUint8(rest + 1) << 8;
  if (left >= 1) hash = Math.imul(hash ^ view.getUint8(rest), factor);
  hash = Math.imul(hash ^ (hash >>> 13), factor);
  return hash ^ (hash >>> 15);
};
