import { lockOf, lockPath, packagesIn } from '../lock.js';
import type { Rule } from '../tree.js';

/** They ask for a notice and nothing more. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Understands the expressions of SPDX as far as packages use them: `(A OR B) AND C`, without nesting. */
const isAllowed = (expression: string): boolean =>
  expression.split(/ AND /).every((part) =>
    part
      .replace(/[()]/g, '')
      .split(/ OR /)
      .some((licence) => allowed.has(licence.trim())),
  );

/**
 * Packages whose manifest names no licence though their repository carries one. They are installed for measuring only,
 * and nothing that is shipped contains them.
 */
const licensedElsewhere = new Set([
  '@event-driven-io/dumbo',
  '@event-driven-io/emmett',
  '@event-driven-io/emmett-postgresql',
  '@event-driven-io/pongo',
]);

/** Everything that is installed comes under a licence that Apache-2.0 software may build on. */
export const licences: Rule = (tree) =>
  packagesIn(lockOf(tree))
    .filter(({ path, license }) => !(license === undefined && licensedElsewhere.has(nameOf(path))))
    .filter(({ license }) => license === undefined || !isAllowed(license))
    .map(({ path, license }) => ({
      path: lockPath,
      fault: `${path} is licensed as ${license ?? 'nothing that it names'}.`,
    }));

/** `bench/node_modules/@scope/name` is `@scope/name`. */
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;
