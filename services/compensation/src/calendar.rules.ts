import type { BudgetId } from '@redress/contracts';
import { remembered } from '@redress/eventing';

const dayMs = 86_400_000;

const formatOf = remembered(
  (timeZone) =>
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }),
);

/** Milliseconds by which the wall there is ahead of UTC at an instant. */
const offsetMs = (instant: number, zone: string): number => {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(instant / 1000) * 1000;
};

/** The date on the wall of the house: `2026-03-02`. */
export const dayOf = (instant: Date, zone: string): string =>
  new Date(instant.getTime() + offsetMs(instant.getTime(), zone)).toISOString().slice(0, 10);

/** A date that exists, as `dayOf` writes it. */
export const isDay = (day: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
};

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);

/** The first moment of a day there; where a clock is set forward at midnight, the first that exists. */
export const startOf = (day: string, zone: string): Date => {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const before = midnight - offsetMs(midnight - dayMs, zone);
  const after = midnight - offsetMs(midnight + dayMs, zone);
  const [first, second] = before < after ? [before, after] : [after, before];
  return dayOf(new Date(first), zone) === day ? new Date(first) : new Date(second);
};

/** The budget of a month and a currency: `2026-03.KRW`. */
export const budgetOf = (instant: Date, zone: string, currency: string): BudgetId =>
  `${dayOf(instant, zone).slice(0, 7)}.${currency}` as BudgetId;

/** Whether `budgetOf` could have named it. */
export const isBudget = (budgetId: string): boolean => /^\d{4}-(?:0[1-9]|1[0-2])\.[A-Z]{3}$/.test(budgetId);

export const currencyOf = (budgetId: BudgetId): string => budgetId.slice(budgetId.indexOf('.') + 1);
