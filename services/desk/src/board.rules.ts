import { type ClockState, type CompensationState, type Metric, metrics } from '@redress/contracts';

/** A promise as it stands; instants in ISO 8601, as rows of JSON keep them. */
export interface ClockKept {
  readonly state: ClockState;
  readonly dueAt: string;
  /** Kept by telling those above: another severity makes it run again. */
  readonly byEscalation?: true;
}
export type ClocksKept = Readonly<Partial<Record<Metric, ClockKept>>>;

/** Sorts behind everything that is due at all. */
export const never = new Date('9999-12-31T23:59:59.999Z');

/** What a list shows and orders by, of all clocks together. */
export interface Due {
  readonly dueAt: Date;
  readonly dueMetric: Metric | null;
  readonly paused: boolean;
  readonly breached: boolean;
}

export const dueOf = (clocks: ClocksKept): Due => {
  const known = metrics.flatMap((metric) => {
    const clock = clocks[metric];
    return clock ? [{ metric, ...clock }] : [];
  });
  const running = known.filter(({ state }) => state === 'running');
  const [first] = running.toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return {
    dueAt: first ? new Date(first.dueAt) : never,
    dueMetric: first?.metric ?? null,
    paused: running.length === 0 && known.some(({ state }) => state === 'paused'),
    breached: known.some(({ state }) => state === 'missed'),
  };
};

export type CompensationsKept = Readonly<Record<string, CompensationState>>;

const waiting: readonly CompensationState[] = ['waiting-for-approval', 'waiting-for-budget'];

export const approvalsWaitingIn = (compensations: CompensationsKept): number =>
  Object.values(compensations).filter((state) => waiting.includes(state)).length;
