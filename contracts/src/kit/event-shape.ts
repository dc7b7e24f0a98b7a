import type { EventName, EventShape, PersonalField } from '@redress/eventing';
import { definitionOf, type EventDefinition } from './event.decorator.js';
import { faultsOf } from './faults.js';
import { type ContractClass, type Field, fieldsOf } from './fields.js';

/** An event version and the class that defines it. */
export interface DefinedEvent extends EventShape {
  readonly service: string;
  readonly definedBy: ContractClass;
}

/** Whose personal data an event carries: the complaint where there is one, else the customer, else the employee. */
const subjects = [
  ['complaintId', 'complaint'],
  ['customerKey', 'customer'],
  ['personId', 'person'],
] as const;

type Data = Readonly<Record<string, unknown>>;

/** The event versions among what modules export, in a fixed order. Throws at start-up where a definition does not hold. */
export const eventsIn = (...modules: readonly object[]): readonly DefinedEvent[] => {
  const found = modules.flatMap((module) => Object.values(module) as unknown[]).filter(isContractClass);
  const events = [...new Set(found)].flatMap((type) => {
    const definition = definitionOf(type);
    return definition ? [defineEvent(type, definition)] : [];
  });
  refuseAmbiguity(events);
  return events.toSorted((a, b) => compare(a.type, b.type) || a.version - b.version);
};

const isContractClass = (value: unknown): value is ContractClass => typeof value === 'function';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const refuseAmbiguity = (events: readonly DefinedEvent[]): void => {
  const types = new Map<string, string>();
  const versions = new Set<string>();
  for (const { name, type, version } of events) {
    if ((types.get(name) ?? type) !== type) throw new Error(`${name} is an event of two services.`);
    types.set(name, type);
    if (versions.has(`${type}/${version}`)) throw new Error(`${type} version ${version} is defined twice.`);
    versions.add(`${type}/${version}`);
  }
};

const defineEvent = (type: ContractClass, { type: stored, service, name, version }: EventDefinition): DefinedEvent => {
  const fields = fieldsOf(type);
  const [key, ...more] = fields.filter((field) => field.key);
  if (!key || more.length > 0) throw new Error(`${stored} needs exactly one field with @Key().`);
  if (pathsTo(type, ({ kind }) => kind === 'facts').length > 0)
    throw new Error(`${stored} has a field of any content, which only an answer may have.`);
  const personal = pathsTo(type, ({ personal }) => personal !== undefined).map(
    ({ path, field }) => ({ path, purpose: field.personal }) as PersonalField,
  );
  const owners = subjects.filter(([owner]) => fields.some((field) => field.name === owner));
  if (personal.length > 0 && !fields.some((field) => !field.optional && owners.some(([owner]) => owner === field.name)))
    throw new Error(`${stored} has personal fields, but not always a complaintId, customerKey or personId.`);
  return {
    name: name as EventName,
    type: stored,
    service,
    version,
    definedBy: type,
    keyOf: (data) => String((data as Data)[key.name]),
    instants: pathsTo(type, ({ kind }) => kind === 'instant').map(({ path }) => path),
    personal,
    subjectOf: (data) => subjectOf(owners, data, stored),
    customerOf: (data) => {
      const customer = (data as Data)['customerKey'];
      return typeof customer === 'string' ? customer : undefined;
    },
    faults: (data) => faultsOf(type, data),
  };
};

const subjectOf = (owners: readonly (readonly [string, string])[], data: Data, type: string): string => {
  for (const [owner, prefix] of owners) {
    const id = data[owner];
    if (typeof id === 'string') return `${prefix}-${id}`;
  }
  throw new Error(`${type} names nobody whose personal data it could be.`);
};

interface Found {
  readonly path: readonly string[];
  readonly field: Field;
}

const pathsTo = (
  type: ContractClass,
  wanted: (field: Field) => boolean,
  above: readonly ContractClass[] = [],
): readonly Found[] => {
  if (above.includes(type)) throw new Error(`${type.name} contains itself, which an event may not.`);
  return fieldsOf(type).flatMap((field): readonly Found[] => {
    if (!field.nested) return wanted(field) ? [{ path: [field.name], field }] : [];
    const part = field.nested();
    if (fieldsOf(part).some(({ key }) => key))
      throw new Error(`${part.name} is part of ${type.name}, but has a @Key().`);
    return pathsTo(part, wanted, [...above, type]).map((found) => ({ ...found, path: [field.name, ...found.path] }));
  });
};
