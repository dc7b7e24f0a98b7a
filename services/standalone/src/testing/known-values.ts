import type { Api } from './api.js';

/** A record as an answer shows it, reduced to what names things: `{ complaintId, compensationId }`. */
export type Naming = Readonly<Record<string, string>>;

/** What a running product has, as far as its own answers tell. */
export interface KnownValues {
  readonly namings: readonly Naming[];
  /** By operation: a cursor of its list. */
  readonly cursors: Readonly<Record<string, string>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
}
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly 'x-roles'?: readonly string[];
}
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const naming = /(?:Id|Key|Number|Code)$|^(?:kind|metric|day)$/;
const isNaming = (name: string, value: unknown): value is string =>
  typeof value === 'string' && naming.test(name) && value.length <= 256;

/** Every object of an answer, with the names of what it is part of. */
const namingsIn = (value: unknown, above: Naming = {}): readonly Naming[] => {
  if (Array.isArray(value)) return value.flatMap((one) => namingsIn(one, above));
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const own: Naming = { ...above, ...Object.fromEntries(entries.filter(([name, one]) => isNaming(name, one))) };
  return [own, ...entries.flatMap(([, one]) => namingsIn(one, own))].filter((one) => Object.keys(one).length > 0);
};

const mostOfAKind = 12;

/** A few of each kind: what has the same names is alike. */
const aFewOfEach = (all: readonly Naming[]): readonly Naming[] => {
  const kinds = new Map<string, Map<string, Naming>>();
  for (const one of all) {
    const kind = Object.keys(one).toSorted().join(' ');
    const some = kinds.get(kind) ?? new Map<string, Naming>();
    if (some.size < mostOfAKind) some.set(JSON.stringify(one), one);
    kinds.set(kind, some);
  }
  return [...kinds.values()].flatMap((some) => [...some.values()]);
};

const parametersIn = ({ parameters = [] }: Operation, place: string): readonly string[] =>
  parameters.filter((one) => one.in === place).map(({ name }) => name);

/** The addresses of an operation for what is known; the one address of an operation without path parameters. */
const addressesOf = (path: string, operation: Operation, known: readonly Naming[]): readonly (string & {})[] => {
  const names = parametersIn(operation, 'path');
  if (names.length === 0) return [path];
  const fitting = known.filter((one) => names.every((name) => name in one));
  const addresses = fitting.map((one) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(one[name] ?? '')),
  );
  return [...new Set(addresses)].slice(0, mostOfAKind);
};

/** Of a page, or of the last line of a feed. */
const nextIn = (body: unknown): string | undefined => {
  if (typeof body === 'string') return /"next":"([\w-]+)"/.exec(body)?.[1];
  const { next } = (body ?? {}) as { readonly next?: unknown };
  return typeof next === 'string' ? next : undefined;
};

/** Asks everything that can be read, lists first, then what is found there. What cannot be read yet is passed over. */
export const knownValuesOf = async ({ paths }: Description, as: (role: string) => Api): Promise<KnownValues> => {
  let namings: readonly Naming[] = [];
  const cursors: Record<string, string> = {};
  const readable = Object.entries(paths).flatMap(([path, { get }]) => (get ? [{ path, operation: get }] : []));
  const lists = readable.filter(({ path }) => !path.includes('{'));
  for (const { path, operation } of [...lists, ...readable.filter((one) => !lists.includes(one))]) {
    if (!path.startsWith('/api/') || path.endsWith('/changes')) continue;
    const api = as(operation['x-roles']?.find((role) => role !== 'customer' && role !== 'channel') ?? 'administrator');
    const limits = parametersIn(operation, 'query').includes('limit') ? ['?limit=2', '?limit=50'] : [''];
    const found: Naming[] = [];
    for (const address of addressesOf(path, operation, namings))
      for (const limit of limits) {
        const { status, body } = await api.ask('GET', `${address}${limit}`);
        if (status !== 200) continue;
        const next = nextIn(body);
        if (limit === limits[0] && next !== undefined) cursors[operation.operationId] ??= next;
        found.push(...namingsIn(body));
      }
    namings = aFewOfEach([...namings, ...found]);
  }
  return { namings, cursors };
};
