import type { Purpose } from '@redress/eventing';
import { Column, type ColumnType } from 'typeorm';

import { type KeyName, purposes } from './vault.js';

/** A column that holds personal data, and the one beside it that says by which key it came. */
export interface PersonalColumnOf {
  readonly property: string;
  readonly origin: string;
  readonly purpose: Purpose;
}

const columnsByClass = new Map<object, PersonalColumnOf[]>();

export interface PersonalColumnShape {
  /** Of values of the column's type. One origin stands for all of them: a fold must not mix values of two keys. */
  readonly array?: true;
}

/**
 * A column that reads `null` once its person was forgotten. Beside it stands `<name>Origin` (text, left out unless it
 * is selected by name), which takes `originOf` the key that sealed the value: forgetting empties both by it.
 */
export const PersonalColumn =
  (purpose: Purpose, type: ColumnType = 'text', shape: PersonalColumnShape = {}): PropertyDecorator =>
  (prototype, name) => {
    const property = String(name);
    const origin = `${property}Origin`;
    Column({ type, nullable: true, ...shape })(prototype, property);
    Column({ type: 'text', nullable: true, select: false })(prototype, origin);
    const columns = columnsByClass.get(prototype.constructor);
    const column = { property, origin, purpose };
    if (columns) columns.push(column);
    else columnsByClass.set(prototype.constructor, [column]);
  };

/** The personal columns of an entity, those it inherits first. */
export const personalColumnsOf = (entity: object): readonly PersonalColumnOf[] => {
  const parent = Object.getPrototypeOf(entity) as object | null;
  return [...(parent ? personalColumnsOf(parent) : []), ...(columnsByClass.get(entity) ?? [])];
};

/** `<subject>/<purpose>/<generation>` */
export const originOf = ({ subject, purpose, generation }: KeyName): string => `${subject}/${purpose}/${generation}`;

/** `undefined` for what `originOf` never wrote. A subject may itself contain slashes. */
export const keyNameOf = (origin: string): KeyName | undefined => {
  const [, subject, purposeText, generation] = /^(.+)\/([a-z]+)\/([1-9]\d{0,8})$/s.exec(origin) ?? [];
  const purpose = purposes.find((known) => known === purposeText);
  return subject !== undefined && purpose ? { subject, purpose, generation: Number(generation) } : undefined;
};
