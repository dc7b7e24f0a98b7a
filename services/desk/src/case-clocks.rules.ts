import { ClockShown, type Terms } from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';

const named = ({ severity, policyVersion, promiseMinutes }: Terms) => ({ severity, policyVersion, promiseMinutes });

type Clock = ClockShown | undefined;

const running = (row: Clock, dueAt: Date): Clock => {
  if (!row) return undefined;
  const { pausedAt: _, reachedAt: __, ...rest } = row;
  return { ...rest, state: 'running', dueAt };
};
const ended = (row: Clock, state: 'met' | 'missed', change: Partial<ClockShown>): Clock => {
  if (!row) return undefined;
  const { pausedAt: _, ...rest } = row;
  return { ...rest, state, ...change };
};

const clocks = projection<ClockShown, 'complaintId' | 'metric'>({
  name: 'desk.clocks',
  table: ClockShown,
  key: ['complaintId', 'metric'],
  on: {
    ClockStarted: (_, { complaintId, metric, terms, startedAt, dueAt }, { historical }) => ({
      complaintId,
      metric,
      state: 'running',
      ...named(terms),
      startedAt,
      dueAt,
      metByEscalation: false,
      verdictWithdrawn: false,
      historical,
    }),
    ClockPaused: (row, { pausedAt }) => row && { ...row, state: 'paused', pausedAt: row.pausedAt ?? pausedAt },
    ClockResumed: (row, { dueAt }) => running(row, dueAt),
    ClockReopened: (row, { dueAt }) => {
      if (row?.state !== 'missed') return running(row, dueAt);
      const { reachedAt: _, ...rest } = row;
      return { ...rest, dueAt };
    },
    DeadlineNeared: (row, { percent }) => row && { ...row, warnedPercent: percent },
    TargetMet: (row, { metAt }) => ended(row, 'met', { reachedAt: metAt }),
    TargetMetByEscalation: (row, { escalatedAt }) =>
      ended(row, 'met', { reachedAt: escalatedAt, metByEscalation: true }),
    TargetMissed: (row, { dueAt }) => ended(row, 'missed', { dueAt }),
    TargetReachedLate: (row, { reachedAt }) => row && { ...row, reachedAt },
    ClockRederived: (row, { terms, dueAt }) => {
      if (!row) return undefined;
      const { warnedPercent: _, ...rest } = row;
      const after = { ...rest, ...named(terms), dueAt };
      return row.metByEscalation ? running({ ...after, metByEscalation: false }, dueAt) : after;
    },
    VerdictWithdrawn: (row) => {
      if (!row) return undefined;
      const { reachedAt: _, ...rest } = row;
      return { ...rest, state: 'running', verdictWithdrawn: true };
    },
  },
});

/** The promises about a case, as its history tells. */
export const clocksIn = (history: readonly Recorded[]): readonly ClockShown[] => foldRows(clocks, history);
