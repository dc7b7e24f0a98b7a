import type { ContractClass } from './fields.js';

/** What `@Event` says about a class. */
export interface EventDefinition {
  /** `<service>.<Name>` */
  readonly type: string;
  readonly service: string;
  readonly name: string;
  readonly version: number;
}

const definitions = new WeakMap<ContractClass, EventDefinition>();

/** One version of an event. The class is named like the event; classes of older versions end in `V1`, `V2` and so on. */
export const Event =
  (type: string, version: number): ClassDecorator =>
  (defined) => {
    const [, service, name] = /^([a-z][a-z-]*)\.([A-Z][A-Za-z]*)$/u.exec(type) ?? [];
    if (!service || !name) throw new Error(`An event is called <service>.<Name>, not ${type}.`);
    if (!Number.isSafeInteger(version) || version < 1) throw new Error(`${type} has no version ${version}.`);
    if (defined.name !== name && defined.name !== `${name}V${version}`)
      throw new Error(
        `The class of ${type} version ${version} is called ${name} or ${name}V${version}, not ${defined.name}.`,
      );
    definitions.set(defined as unknown as ContractClass, { type, service, name, version });
  };

/** Of a class with `@Event` of its own; what a class it extends says does not count. */
export const definitionOf = (type: ContractClass): EventDefinition | undefined => definitions.get(type);
