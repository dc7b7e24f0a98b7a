import type { DifferenceKind, EntryState, Money, ReconciliationDifference } from '@redress/contracts';

/** A payout as our own log tells it; `ordered` as long as the payment system has not answered. */
export interface OurPayout {
  readonly reference: string;
  readonly state: 'ordered' | 'paid' | 'failed' | 'reversed';
  readonly amount: Money | undefined;
}

/** A payout as the payment system tells it. */
export interface TheirPayout {
  readonly reference: string;
  readonly state: EntryState;
  readonly amount: Money | undefined;
}

export interface Compared {
  readonly agreed: number;
  readonly differences: readonly ReconciliationDifference[];
  readonly moreDifferences: number;
}

/** So many are named; the others are counted. */
const mostNamed = 1_000;

/** What both sides are to say of the same payout. */
const sameState = { paid: 'executed', reversed: 'reversed', failed: 'refused' } as const;

/** Compares what we believe of some payouts with what the payment system says of them, reference by reference. */
export const compared = (ours: readonly OurPayout[], theirs: readonly TheirPayout[]): Compared => {
  const there = new Map(theirs.map((one) => [one.reference, one]));
  const here = new Map(ours.map((one) => [one.reference, one]));
  const references = [...new Set([...here.keys(), ...there.keys()])].sort();
  const all = references.flatMap((reference) => difference(reference, here.get(reference), there.get(reference)));
  return {
    agreed: references.length - all.length,
    differences: all.slice(0, mostNamed),
    moreDifferences: Math.max(0, all.length - mostNamed),
  };
};

const difference = (
  reference: string,
  ours: OurPayout | undefined,
  theirs: TheirPayout | undefined,
): readonly ReconciliationDifference[] => {
  const kind = kindOf(ours, theirs);
  if (!kind) return [];
  const amounts = { ...(ours?.amount && { ours: ours.amount }), ...(theirs?.amount && { theirs: theirs.amount }) };
  return [{ reference, kind, ...amounts }];
};

const kindOf = (ours: OurPayout | undefined, theirs: TheirPayout | undefined): DifferenceKind | undefined => {
  if (!theirs) return 'only-here';
  if (!ours) return 'only-there';
  if (ours.state === 'ordered' || sameState[ours.state] !== theirs.state) return 'other-state';
  const isSame =
    ours.amount?.amountMinor === theirs.amount?.amountMinor && ours.amount?.currency === theirs.amount?.currency;
  return isSame ? undefined : 'other-amount';
};
