import { type ContractClass, type Field, fieldsOf } from './fields.js';
import { isRecord } from './nested.js';

type Check = (value: unknown, path: string, faults: string[]) => void;

/** More would help nobody, and a flood of wrong fields must not become a flood of sentences. */
const enough = 100;

const checks = new WeakMap<ContractClass, Check>();

/** One sentence per field that breaks the contract in its clear form; empty when all is well. Fast, for every write; throws never. */
export const faultsOf = (type: ContractClass, data: unknown): readonly string[] => {
  const faults: string[] = [];
  checkOf(type)(data, '', faults);
  return faults;
};

const checkOf = (type: ContractClass): Check => {
  const known = checks.get(type);
  if (known) return known;
  const check = compile(fieldsOf(type));
  checks.set(type, check);
  return check;
};

const compile = (fields: readonly Field[]): Check => {
  const names = new Set(fields.map(({ name }) => name));
  const parts = fields.map((field) => ({ ...field, accepts: field.rule.accepts, says: field.rule.says }));
  return (value, path, faults) => {
    if (!isRecord(value)) {
      faults.push(path === '' ? 'The data must be an object' : `${path} must be an object`);
      return;
    }
    const inside = path === '' ? '' : `${path}.`;
    for (const name of Object.keys(value)) {
      if (faults.length >= enough) return;
      if (!names.has(name)) faults.push(`${inside}${name} is not a field of this contract`);
    }
    for (const { name, optional, accepts, says, nested } of parts) {
      if (faults.length >= enough) return;
      const one = Object.hasOwn(value, name) ? value[name] : undefined;
      if (one === undefined && optional) continue;
      if (!accepts(one)) faults.push(`${inside}${name} ${says}`);
      else if (nested) checkNested(checkOf(nested()), one, inside + name, faults);
    }
  };
};

const checkNested = (check: Check, value: unknown, path: string, faults: string[]): void => {
  if (!Array.isArray(value)) return check(value, path, faults);
  for (const [index, item] of value.entries()) {
    if (faults.length >= enough) return;
    check(item, `${path}.${index}`, faults);
  }
};
