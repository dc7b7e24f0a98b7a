import { timingSafeEqual } from 'node:crypto';

/** Whether two SHA-256 in hexadecimal are the same, in a time that does not tell how much of them is. */
export const sameDigest = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return left.length === 32 && right.length === 32 && timingSafeEqual(left, right);
};
