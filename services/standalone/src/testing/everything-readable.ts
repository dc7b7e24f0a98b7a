import type { Role } from '@redress/contracts';
import { apiDescription } from '../api-description.js';

/** A person in a role, or who has a link. */
export type Asker = Role | 'customer';

/** Values for parameters that have none of their own in the description: by name, or for one operation `<operationId>.<name>`. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** Somebody with this role asks for this; a list is followed to its end. */
export interface Question {
  readonly operationId: string;
  readonly asker: Asker;
  readonly path: string;
  readonly isList: boolean;
}
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: {
    readonly type?: string;
    readonly format?: string;
    readonly enum?: readonly string[];
    readonly items?: { readonly enum?: readonly string[] };
  };
}
interface Operation {
  readonly operationId: string;
  readonly 'x-roles'?: readonly Asker[];
  readonly parameters?: readonly Parameter[];
  readonly responses: { readonly 200?: { readonly content?: object } };
}
type Given = readonly (readonly [name: string, value: string])[];

const colleagues = ['agent', 'lead', 'finance', 'legal', 'analyst', 'auditor', 'administrator', 'importer'] as const;
/** Pages are followed, and nobody waits for what has happened already. */
const ofReading = ['limit', 'cursor', 'waitFor'];
const smallPage = 2;
/** So many are asked side by side. */
const lanes = 4;

/**
 * Everything that the API lets anybody read: each operation with GET as each of its roles, for every value known of the
 * parameters in its path. As the first of the roles: with all combinations of what it requires, in each format; with
 * each value of everything optional, one at a time, groups also beside what differs from the first combination in one
 * place; and lists in small pages. Left out is what follows the log for ever instead of answering.
 */
export const everythingReadable = async (values: Values): Promise<readonly Question[]> => {
  const { paths } = JSON.parse(await apiDescription()) as {
    readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
  };
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (!get || followsForEver(get) || !path.startsWith('/api/')) return [];
    const [first, ...others] = get['x-roles'] ?? colleagues;
    const asked = new Set(queriesOf(get, values));
    return placesOf(path, get, values).flatMap((place) => [
      ...[...asked].map((query) => questionOf(get, first as Asker, `${place}${query}`)),
      ...others.map((role) => questionOf(get, role, `${place}${[...asked][0] ?? ''}`)),
    ]);
  });
};

const followsForEver = ({ responses }: Operation): boolean =>
  Object.keys(responses[200]?.content ?? {}).every((type) => type === 'text/event-stream');

const questionOf = ({ operationId }: Operation, asker: Asker, path: string): Question => ({
  operationId,
  asker,
  path,
  isList: path.includes(`limit=${smallPage}`),
});

const parametersOf = ({ parameters = [] }: Operation, place: Parameter['in']): readonly Parameter[] =>
  parameters.filter((one) => one.in === place);

const valuesOf = ({ operationId }: Operation, { name, schema }: Parameter, values: Values): readonly string[] =>
  values[`${operationId}.${name}`] ??
  values[name] ??
  schema.enum ??
  schema.items?.enum ??
  (schema.type === 'boolean' ? ['true', 'false'] : (values[schema.format ?? ''] ?? []));

const combinationsOf = (choices: readonly (readonly [name: string, values: readonly string[]])[]): readonly Given[] =>
  choices.reduce<readonly Given[]>(
    (all, [name, some]) => all.flatMap((given) => some.map((value) => [...given, [name, value] as const])),
    [[]],
  );

const placesOf = (path: string, operation: Operation, values: Values): readonly string[] =>
  combinationsOf(
    parametersOf(operation, 'path').map((one) => [one.name, valuesOf(operation, one, values)] as const),
  ).map((given) =>
    given.reduce((filled, [name, value]) => filled.replace(`{${name}}`, encodeURIComponent(value)), path),
  );

const queriesOf = (operation: Operation, values: Values): readonly string[] => {
  const all = parametersOf(operation, 'query').filter(({ name }) => !ofReading.includes(name));
  const isFixed = ({ name, required }: Parameter): boolean => required === true || name === 'format';
  const choices = (some: readonly Parameter[]) =>
    some.map((one) => [one.name, valuesOf(operation, one, values)] as const);
  const fixed = combinationsOf(choices(all.filter(isFixed)));
  const [first = []] = fixed;
  const near = fixed.filter((given) => given.filter(([, value], index) => value !== first[index]?.[1]).length <= 1);
  const single = choices(all.filter((one) => !isFixed(one))).flatMap(([name, some]) =>
    some.flatMap((value) => (name === 'by' ? near : [first]).map((given): Given => [...given, [name, value]])),
  );
  const isPaged = parametersOf(operation, 'query').some(({ name }) => name === 'cursor');
  const paged: Given = [...first, ['limit', String(smallPage)]];
  return [...fixed, ...single, ...(isPaged ? [paged] : [])].map(written);
};

const written = (given: Given): string =>
  given.length === 0 ? '' : `?${new URLSearchParams(given.map(([...one]) => one)).toString()}`;

/** Each occurrence of a problem has a name of its own. */
const withoutOwnName = (text: string): string => text.replace(/"instance":"urn:uuid:[^"]*"/, '');

/** Status, type and every byte of each answer, by who asked for what; pages of a list one after the other. */
export const answersTo = async (
  questions: readonly Question[],
  ask: (asker: Asker, path: string) => Promise<Answered>,
): Promise<ReadonlyMap<string, string>> => {
  const answers = new Map<string, string>();
  const answer = async ({ asker, path, isList }: Question): Promise<void> => {
    const told: string[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const { status, headers, text } = await ask(asker, next);
      told.push(`${status} ${String(headers['content-type'])}\n${status < 400 ? text : withoutOwnName(text)}`);
      const cursor = isList && status === 200 ? (JSON.parse(text) as { readonly next?: string }).next : undefined;
      next = cursor === undefined ? undefined : `${path}&cursor=${encodeURIComponent(cursor)}`;
    }
    answers.set(`${asker} ${path}`, told.join('\n'));
  };
  const waiting = questions.values();
  const lane = async (): Promise<void> => {
    for (const question of waiting) await answer(question);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return answers;
};

export interface Difference {
  readonly question: string;
  /** `undefined`: there was no answer. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What is answered in another way, or no more, or only now. */
export const differing = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Difference[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((question) => before.get(question) !== after.get(question))
    .map((question) => ({ question, before: before.get(question), after: after.get(question) }));
