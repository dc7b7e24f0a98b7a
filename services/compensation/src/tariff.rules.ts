import {
  type CompensationKind,
  compensationKinds,
  type CompensationOption,
  type ComplaintType,
  type Money,
  type Severity,
  type TariffRule,
  type Tier,
} from '@redress/contracts';

/** What is known of a complaint, as far as the tariff asks. */
export interface Known {
  readonly type: ComplaintType;
  readonly severity: Severity;
  readonly tier?: Tier | undefined;
  readonly orderValue?: Money | undefined;
  readonly promisedAt?: Date | undefined;
  /** Absent: it has not been delivered. */
  readonly deliveredAt?: Date | undefined;
}

const dayMs = 86_400_000;
const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** Money that goes back to the customer: never more than they paid. */
export const isRefund = (kind: CompensationKind): boolean => kind === 'full-refund' || kind === 'partial-refund';

/** Goods and letters are given without an amount, unless they are valued. */
export const needsAmount = (kind: CompensationKind): boolean =>
  kind !== 'exchange' && kind !== 'redelivery' && kind !== 'apology-letter';

/** A share in hundredths of a percent, rounded to the minor unit, halves away from zero. Amounts are never negative. */
export const shareOf = (valueMinor: number, basisPoints: number): number =>
  Number((BigInt(valueMinor) * BigInt(basisPoints) + 5_000n) / 10_000n);

/** Whole days of 24 hours between promised and actual delivery, until `at` where there was none; 0 where it was in time. */
export const daysLate = ({ promisedAt, deliveredAt }: Known, at: Date): number => {
  if (!promisedAt) return 0;
  return Math.max(0, Math.floor(((deliveredAt ?? at).getTime() - promisedAt.getTime()) / dayMs));
};

/** What the tariff offers: of each kind the highest amount, the highest first; what has no amount comes last. */
export const optionsFor = (rules: readonly TariffRule[], known: Known, at: Date): readonly CompensationOption[] => {
  const offered = rules.filter((rule) => holds(rule, known, at)).flatMap((rule) => optionOf(rule, known));
  const strongestFirst = offered.toSorted(byStrength);
  return strongestFirst.filter(({ kind }, index) => strongestFirst.findIndex((one) => one.kind === kind) === index);
};

/** Every condition that is given has to hold; an empty list asks for nothing. */
const holds = (rule: TariffRule, known: Known, at: Date): boolean =>
  admits(rule.types, known.type) &&
  admits(rule.severities, known.severity) &&
  admits(rule.tiers, known.tier) &&
  (rule.delayFromDays === undefined || (known.promisedAt && daysLate(known, at) >= rule.delayFromDays) === true) &&
  (rule.orderValueFromMinor === undefined ||
    (known.orderValue?.currency === rule.currency && known.orderValue.amountMinor >= rule.orderValueFromMinor));

const admits = <Word>(wanted: readonly Word[], word: Word | undefined): boolean =>
  wanted.length === 0 || (word !== undefined && wanted.includes(word));

/** Nothing where an amount would be needed and there is none: another currency, an order without value. */
const optionOf = (rule: TariffRule, { orderValue }: Known): readonly CompensationOption[] => {
  const { ruleId, labelKo, labelEn, kind, currency, shareBasisPoints, fixedMinor } = rule;
  const option = { ruleId, labelKo, labelEn, kind };
  if (shareBasisPoints === undefined && fixedMinor === undefined) return [option];
  if (orderValue?.currency !== currency) return [];
  const amountMinor = amountOf(rule, orderValue.amountMinor);
  return amountMinor > 0 ? [{ ...option, amount: { amountMinor, currency } }] : [];
};

const amountOf = (rule: TariffRule, orderMinor: number): number => {
  const { kind, shareBasisPoints = 0, fixedMinor = 0, mostMinor } = rule;
  const wanted = BigInt(shareOf(orderMinor, shareBasisPoints)) + BigInt(fixedMinor);
  const bounds = [largest, ...(mostMinor === undefined ? [] : [BigInt(mostMinor)])];
  if (isRefund(kind)) bounds.push(BigInt(orderMinor));
  return Number(bounds.reduce((least, bound) => (bound < least ? bound : least), wanted));
};

/** Total: the same options are in the same order, however the rules were written down. */
const byStrength = (one: CompensationOption, other: CompensationOption): number =>
  (other.amount?.amountMinor ?? -1) - (one.amount?.amountMinor ?? -1) ||
  compensationKinds.indexOf(one.kind) - compensationKinds.indexOf(other.kind) ||
  (one.ruleId < other.ruleId ? -1 : 1);
