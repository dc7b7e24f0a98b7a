import type { ComplaintId, Metric, PauseCause, Severity, Terms, WithdrawalGround } from '@redress/contracts';
import { type Decider, event, inForce, refuse } from '@redress/eventing';
import { deadline, instantOfWarning, laterOf, type Measured } from './clock.rules.js';
import { slaPolicy, termsOf, versionOf } from './policy.decider.js';

/** Which clock: one stream for each promise about each complaint, `sla.clock-<complaintId>.<metric>`. */
export interface ClockId {
  readonly complaintId: ComplaintId;
  readonly metric: Metric;
}
export const clockId = ({ complaintId, metric }: ClockId): string => `${complaintId}.${metric}`;

interface Commands {
  StartClock: ClockId & { readonly startedAt: Date; readonly terms: Terms };
  PauseClock: ClockId & { readonly pausedAt: Date; readonly cause: PauseCause; readonly reason?: string };
  ResumeClock: ClockId & { readonly resumedAt: Date; readonly cause: PauseCause; readonly reason?: string };
  MeetTarget: ClockId & { readonly metAt: Date };
  MeetByEscalation: ClockId & { readonly escalatedAt: Date };
  ReopenClock: ClockId & { readonly reopenedAt: Date };
  RederiveClock: ClockId & { readonly severity: Severity; readonly rederivedAt: Date };
  WarnOfDeadline: ClockId & { readonly percent: number };
  CheckDeadline: ClockId;
}

type Events =
  | 'ClockStarted'
  | 'ClockPaused'
  | 'ClockResumed'
  | 'ClockReopened'
  | 'ClockRederived'
  | 'DeadlineNeared'
  | 'TargetMet'
  | 'TargetMetByEscalation'
  | 'TargetMissed'
  | 'TargetReachedLate'
  | 'VerdictWithdrawn';

type Timed = Measured & { readonly warnedPercent: number };
type Running = Timed & { readonly kind: 'running' };
type Paused = Timed & { readonly kind: 'paused'; readonly pausedAt: Date; readonly cause: PauseCause };
type Met = Timed & { readonly kind: 'met'; readonly metAt: Date; readonly byEscalation: boolean };
/** `dueAt` is the deadline as it was judged by; `reachedAt` is absent as long as what was promised is still not done. */
type Missed = Timed & { readonly kind: 'missed'; readonly dueAt: Date; readonly reachedAt: Date | undefined };

/** The state keeps what a deadline follows from, never what is left of it, so that it can be explained and derived again. */
export type Clock = { readonly kind: 'idle' } | Running | Paused | Met | Missed;

const policies = inForce(slaPolicy);

export const clock: Decider<Commands, Events, Clock, 'clock-not-running', { policies: typeof policies }> = {
  category: 'sla.clock',
  initial: { kind: 'idle' },
  facts: { policies },

  decide: {
    StartClock: ({ complaintId, metric, startedAt, terms }, state) => {
      if (state.kind !== 'idle') return [];
      const dueAt = deadline({ terms, startedAt, pauses: [] });
      return [event('ClockStarted', { complaintId, metric, terms, startedAt, dueAt })];
    },

    PauseClock: (command, state) => {
      const { pausedAt, cause } = command;
      switch (state.kind) {
        case 'running': {
          const dueAt = deadline(state);
          if (pausedAt < dueAt) return [pausedBy(command, state)];
          return cause === 'by-hand' ? notRunning('overdue') : [missed(command, state, dueAt)];
        }
        case 'paused':
          return cause === 'by-hand' && state.cause !== 'by-hand' ? [pausedBy(command, state)] : [];
        case 'missed': {
          // It was paused before it was missed, only nobody here knew. What was done during the pause was done in time.
          if (pausedAt >= state.dueAt) return notRunning(state.kind);
          const done = state.reachedAt ? [met(command, state, state.reachedAt)] : [];
          return [withdrawn(command, state, 'paused-in-time'), pausedBy(command, state), ...done];
        }
        default:
          return notRunning(state.kind);
      }
    },

    ResumeClock: (command, state) => {
      const { complaintId, metric, cause, reason } = command;
      const isByHand = cause === 'by-hand';
      if (state.kind === 'running') return [];
      if (state.kind !== 'paused') return isByHand ? notRunning(state.kind) : [];
      if (state.cause === 'by-hand' && !isByHand) return [];
      // By another machine's clock the answer may seem to come before the question.
      const resumedAt = laterOf(command.resumedAt, state.pausedAt);
      const dueAt = deadline(withPause(state, state.pausedAt, resumedAt));
      const why = reason === undefined ? {} : { reason };
      return [event('ClockResumed', { complaintId, metric, terms: state.terms, resumedAt, dueAt, cause, ...why })];
    },

    /** Judged by when it happened: what comes to be known late may make a missed target a kept one. */
    MeetTarget: (command, state) => {
      const { metAt } = command;
      switch (state.kind) {
        case 'running': {
          const dueAt = deadline(state);
          if (metAt <= dueAt) return [met(command, state, metAt)];
          return [missed(command, state, dueAt), reachedLate(command, state, dueAt)];
        }
        case 'paused':
          return [met(command, state, metAt)];
        case 'missed':
          if (metAt <= state.dueAt) return [withdrawn(command, state, 'met-in-time'), met(command, state, metAt)];
          return state.reachedAt ? [] : [reachedLate(command, state, state.dueAt)];
        default:
          return [];
      }
    },

    /** Too late it keeps nothing: the deadline itself says so when it is looked at. */
    MeetByEscalation: (command, state) => {
      const { escalatedAt } = command;
      if ((state.kind !== 'running' && state.kind !== 'paused') || state.terms.severity !== 'high-risk') return [];
      // While it is paused no time is used, so that nothing is too late.
      if (state.kind === 'running' && escalatedAt > deadline(state)) return [];
      return [event('TargetMetByEscalation', { ...named(command, state), escalatedAt })];
    },

    /** No time that was used is given back: the start and the pauses stay, and each verdict is reached again. */
    RederiveClock: (command, state, { policies }) => {
      if (state.kind === 'idle' || state.terms.severity === command.severity) return [];
      const policy = versionOf(policies, state.terms.policyVersion);
      return rederived(command, state, termsOf(policy, command.severity, command.metric));
    },

    ReopenClock: ({ complaintId, metric, ...command }, state) => {
      if (state.kind === 'met') {
        const reopenedAt = laterOf(command.reopenedAt, state.metAt);
        const dueAt = deadline(withPause(state, state.metAt, reopenedAt));
        return [event('ClockReopened', { complaintId, metric, terms: state.terms, reopenedAt, dueAt })];
      }
      if (state.kind !== 'missed' || !state.reachedAt) return [];
      const { terms, dueAt } = state;
      return [event('ClockReopened', { complaintId, metric, terms, reopenedAt: command.reopenedAt, dueAt })];
    },

    /** Sent by a timer, as `CheckDeadline` is: a clock that was met, paused or moved meanwhile ignores it. */
    WarnOfDeadline: ({ complaintId, metric, percent }, state, { at }) => {
      if (state.kind !== 'running' || percent <= state.warnedPercent) return [];
      const { terms } = state;
      const dueAt = deadline(state);
      if (at < instantOfWarning(terms, dueAt, percent) || at >= dueAt) return [];
      return [event('DeadlineNeared', { complaintId, metric, terms, percent, dueAt })];
    },

    CheckDeadline: (command, state, { at }) => {
      if (state.kind !== 'running') return [];
      const dueAt = deadline(state);
      return at < dueAt ? [] : [missed(command, state, dueAt)];
    },
  },

  evolve: {
    ClockStarted: (_, { startedAt, terms }) => ({ kind: 'running', terms, startedAt, pauses: [], warnedPercent: 0 }),
    ClockPaused: (state, { pausedAt, cause }) => {
      if (state.kind === 'running') return { ...state, kind: 'paused', pausedAt, cause };
      return state.kind === 'paused' ? { ...state, cause } : state;
    },
    ClockResumed: (state, { resumedAt }) =>
      state.kind === 'paused' ? running(withPause(state, state.pausedAt, resumedAt)) : state,
    ClockReopened: (state, { reopenedAt }) => {
      if (state.kind === 'met') return running(withPause(state, state.metAt, reopenedAt));
      return state.kind === 'missed' ? { ...state, reachedAt: undefined } : state;
    },
    DeadlineNeared: (state, { percent }) => (state.kind === 'running' ? { ...state, warnedPercent: percent } : state),
    ClockRederived: (state, { terms, dueAt }) => {
      if (state.kind === 'idle') return state;
      // Whoever was warned of the same deadline need not be warned again.
      const isSame = deadline(state).getTime() === dueAt.getTime();
      const after = { terms, warnedPercent: isSame ? state.warnedPercent : 0 };
      // Telling those above keeps only what is promised of high risk.
      return state.kind === 'met' && state.byEscalation ? { ...running(state), ...after } : { ...state, ...after };
    },
    TargetMet: (state, { metAt }) => metFrom(state, metAt, 'doing'),
    TargetMetByEscalation: (state, { escalatedAt }) => metFrom(state, escalatedAt, 'escalation'),
    TargetMissed: (state, { dueAt }) =>
      state.kind === 'idle' || state.kind === 'missed'
        ? state
        : { kind: 'missed', dueAt, reachedAt: undefined, ...timed(state) },
    TargetReachedLate: (state, { reachedAt }) => (state.kind === 'missed' ? { ...state, reachedAt } : state),
    VerdictWithdrawn: (state) => (state.kind === 'missed' ? running(state) : state),
  },
};

/** Met while it was paused: the pause ends with it. */
const metFrom = (state: Clock, metAt: Date, by: 'doing' | 'escalation'): Clock => {
  const byEscalation = by === 'escalation';
  if (state.kind === 'paused') {
    const ended = withPause(state, state.pausedAt, laterOf(metAt, state.pausedAt));
    return { kind: 'met', metAt, byEscalation, ...timed(ended) };
  }
  return state.kind === 'running' ? { kind: 'met', metAt, byEscalation, ...timed(state) } : state;
};

const timed = ({ terms, startedAt, pauses, warnedPercent }: Timed): Timed => ({
  terms,
  startedAt,
  pauses,
  warnedPercent,
});
const running = (state: Timed): Running => ({ kind: 'running', ...timed(state) });
const withPause = (state: Timed, from: Date, until: Date): Timed => ({
  ...timed(state),
  pauses: [...state.pauses, { from, until }],
});

const notRunning = (kind: Clock['kind'] | 'overdue') => refuse('clock-not-running', `This clock is ${kind}.`);

/* What happened, in the words of the events. */
const named = ({ complaintId, metric }: ClockId, { terms }: Timed) => ({ complaintId, metric, terms });

const pausedBy = (command: Commands['PauseClock'], state: Timed) => {
  const { pausedAt, cause, reason } = command;
  return event('ClockPaused', { ...named(command, state), pausedAt, cause, ...(reason !== undefined && { reason }) });
};
const met = (id: ClockId, state: Timed, metAt: Date) => event('TargetMet', { ...named(id, state), metAt });
const missed = (id: ClockId, state: Timed, dueAt: Date) => event('TargetMissed', { ...named(id, state), dueAt });
const reachedLate = (command: Commands['MeetTarget'], state: Timed, dueAt: Date) =>
  event('TargetReachedLate', { ...named(command, state), dueAt, reachedAt: command.metAt });
const withdrawn = (id: ClockId, state: Missed, ground: WithdrawalGround) =>
  event('VerdictWithdrawn', { ...named(id, state), dueAt: state.dueAt, ground });

/** The clock under other terms, and what follows for it at once. */
const rederived = (command: Commands['RederiveClock'], before: Exclude<Clock, { kind: 'idle' }>, terms: Terms) => {
  const after = { ...before, terms };
  const dueAt = deadline(after);
  const { rederivedAt } = command;
  const previousSeverity = before.terms.severity;
  const told = event('ClockRederived', { ...named(command, after), previousSeverity, rederivedAt, dueAt });
  const late = missed(command, after, dueAt);
  switch (before.kind) {
    case 'running':
      return dueAt > rederivedAt ? [told] : [told, late];
    case 'paused':
      return dueAt > before.pausedAt ? [told] : [told, late];
    case 'met':
      if (before.byEscalation) return dueAt > rederivedAt ? [told] : [told, late];
      return before.metAt <= dueAt
        ? [told]
        : [told, late, reachedLate({ ...command, metAt: before.metAt }, after, dueAt)];
    case 'missed': {
      if (dueAt.getTime() === before.dueAt.getTime()) return [told];
      const again = [withdrawn(command, before, 'terms-changed'), told];
      const { reachedAt } = before;
      if (!reachedAt) return dueAt > rederivedAt ? again : [...again, late];
      if (reachedAt <= dueAt) return [...again, met(command, after, reachedAt)];
      return [...again, late, reachedLate({ ...command, metAt: reachedAt }, after, dueAt)];
    }
  }
};
