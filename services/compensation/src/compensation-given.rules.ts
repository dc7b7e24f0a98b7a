import type { CompensationGiven, CompensationId, ComplaintId } from '@redress/contracts';
import { derivedId } from '@redress/eventing';
import type { Wanted } from './claim.rules.js';

export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** What a request for a compensation means: one of three things, or nothing that fits together. */
export type Meant =
  | { readonly kind: 'option'; readonly ruleId: string }
  | { readonly kind: 'exception'; readonly wanted: Wanted; readonly reason: string }
  | {
      readonly kind: 'past';
      readonly wanted: Wanted;
      readonly reason: string | undefined;
      readonly reference: string;
      readonly occurredAt: Date;
    }
  | { readonly kind: 'unclear'; readonly faults: readonly Fault[] };

/** The same when the request comes again. */
export const compensationIdOf = (commandId: string): CompensationId =>
  derivedId('compensation', commandId) as CompensationId;

/** The same reference of the past is the same compensation, whoever imports it under whatever key. */
export const importedIdOf = (complaintId: ComplaintId, reference: string): CompensationId =>
  derivedId('imported compensation', complaintId, reference) as CompensationId;

type Field = keyof CompensationGiven;

export const meaningOf = (given: CompensationGiven): Meant => {
  const { ruleId, kind, amount, reason, occurredAt, reference } = given;
  if (ruleId !== undefined) {
    const faults = unwanted(given, 'kind', 'amount', 'reason', 'occurredAt', 'reference');
    return faults.length > 0 ? { kind: 'unclear', faults } : { kind: 'option', ruleId };
  }
  if (occurredAt !== undefined) {
    if (kind === undefined || reference === undefined)
      return { kind: 'unclear', faults: missing(given, 'kind', 'reference') };
    return { kind: 'past', wanted: { kind, amount }, reason, reference, occurredAt };
  }
  const faults = [...unwanted(given, 'reference'), ...missing(given, 'kind', 'reason')];
  if (kind === undefined || reason === undefined || faults.length > 0) return { kind: 'unclear', faults };
  return { kind: 'exception', wanted: { kind, amount }, reason };
};

const unwanted = (given: CompensationGiven, ...fields: readonly Field[]): readonly Fault[] =>
  fields
    .filter((field) => given[field] !== undefined)
    .map((field) => ({ field, message: 'must not be there: an option has its own, and only what is past was paid' }));

const missing = (given: CompensationGiven, ...fields: readonly Field[]): readonly Fault[] =>
  fields
    .filter((field) => given[field] === undefined)
    .map((field) => ({ field, message: 'must be there, unless a ruleId names an option' }));
