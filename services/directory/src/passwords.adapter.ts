import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { passwordText } from './credentials.rules.js';

/** A password as it is kept: with what it cost, so that the cost may be raised later. */
export interface StoredPassword {
  readonly salt: Buffer;
  readonly hash: Buffer;
  /** scrypt's N, r and p (RFC 7914). */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

type Price = Pick<StoredPassword, 'cost' | 'blockSize' | 'parallelization'>;

/** OWASP's Password Storage Cheat Sheet: 32 MiB and about a quarter of a second on a small machine. */
const price: Price = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };
const hashBytes = 32;

/** Node.js hashes on four threads that files and name lookups need as well: half of them stay free. */
const atOnce = 2;
let hashing = 0;
const inLine: (() => void)[] = [];

/** How many hashes wait for their turn. */
export const hashesWaiting = (): number => inLine.length;

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (hashing >= atOnce) await new Promise<void>((resolve) => inLine.push(resolve));
  else hashing += 1;
  try {
    return await work();
  } finally {
    // Whoever comes next takes the place over.
    const next = inLine.shift();
    if (next) next();
    else hashing -= 1;
  }
};

const hashOf = (password: string, salt: Buffer, { cost, blockSize, parallelization }: Price): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) => {
        const options = { N: cost, r: blockSize, p: parallelization, maxmem: 256 * cost * blockSize };
        scrypt(passwordText(password), salt, hashBytes, options, (error, hash) =>
          error ? reject(error) : resolve(hash),
        );
      }),
  );

export const storedPassword = async (password: string): Promise<StoredPassword> => {
  const salt = randomBytes(16);
  return { salt, hash: await hashOf(password, salt, price), ...price };
};

/** Nobody's password: to look at it costs what any other costs, so that an unknown username takes as long as a known one. */
const decoy: StoredPassword = { salt: randomBytes(16), hash: randomBytes(hashBytes), ...price };

/** Takes the same time whatever was given, and whether there is anything to compare it with. */
export const isPassword = async (password: string, stored: StoredPassword | null): Promise<boolean> => {
  const known = stored ?? decoy;
  return timingSafeEqual(await hashOf(password, known.salt, known), known.hash) && stored !== null;
};

/** Whether a password was hashed when less was asked for. */
export const isCheap = ({ cost, blockSize, parallelization }: Price): boolean =>
  cost !== price.cost || blockSize !== price.blockSize || parallelization !== price.parallelization;
