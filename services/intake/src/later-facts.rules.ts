import type { RequiredFact } from '@redress/contracts';

/** What handling needs and may be told later than the complaint itself. */
export interface LaterFacts {
  readonly orderNumber?: string | undefined;
  readonly productCode?: string | undefined;
}

const facts = [
  ['orderNumber', 'order-number'],
  ['productCode', 'product-code'],
] as const satisfies readonly (readonly [keyof LaterFacts, RequiredFact])[];

interface NewFacts {
  readonly orderNumber?: string;
  readonly productCode?: string;
}

/** Those that were not known. */
export const newFacts = (known: LaterFacts, given: LaterFacts): NewFacts =>
  Object.fromEntries(
    facts.flatMap(([field]) =>
      given[field] !== undefined && known[field] === undefined ? [[field, given[field]]] : [],
    ),
  );

/** The first that is known, and is not what is given now. */
export const contradicted = (known: LaterFacts, given: LaterFacts): RequiredFact | undefined =>
  facts.find(
    ([field]) => given[field] !== undefined && known[field] !== undefined && given[field] !== known[field],
  )?.[1];

export const stillMissing = (missing: readonly RequiredFact[], known: LaterFacts): readonly RequiredFact[] =>
  missing.filter((fact) => !facts.some(([field, name]) => name === fact && known[field] !== undefined));
