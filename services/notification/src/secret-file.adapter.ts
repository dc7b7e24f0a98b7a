import { readFileSync } from 'node:fs';

/** What a mounted secret says. Throws with the system's reason where it cannot be read. */
export const secretIn = (path: string): string => readFileSync(path, 'utf8').trim();
