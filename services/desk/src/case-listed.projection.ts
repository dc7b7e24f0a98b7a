import { type BoardFlag, boardFlags, type CaseListed, metrics } from '@redress/contracts';
import { foldRows, type Recorded } from '@redress/eventing';
import { board, type BoardRow } from './board.projection.js';

const holds: Readonly<Record<BoardFlag, (row: BoardRow) => boolean>> = {
  'waiting-for-customer': ({ waitingForCustomer }) => waitingForCustomer,
  unowned: ({ ownerId }) => ownerId === null,
  unconfirmed: ({ ownership }) => ownership === 'assigned',
  escalated: ({ escalationLevel }) => escalationLevel > 0,
  breached: ({ breached }) => breached,
  paused: ({ paused }) => paused,
  'approval-waiting': ({ approvalsWaiting }) => approvalsWaiting > 0,
  'under-investigation': ({ investigations }) => investigations.length > 0,
  'facts-missing': ({ missing }) => missing.length > 0,
};

/** As the same fold tells it of a part of the history. */
export const caseIn = (history: readonly Recorded[]): BoardRow | undefined => foldRows(board, history)[0];

export const caseListed = (row: BoardRow): CaseListed => {
  const { clocks, compensations: _, investigations, round: __, dueAt, dueMetric, ...rest } = row;
  const { customerKey, customerName, tier, subject, productCode, orderNumber, ...kept } = rest;
  const { type, severity, scope, urgency, ownerId, teamId, compensation, ...always } = kept;
  return {
    ...always,
    clocks: metrics.flatMap((metric) => {
      const clock = clocks[metric];
      return clock ? [{ metric, state: clock.state, dueAt: new Date(clock.dueAt) }] : [];
    }),
    investigations: investigations.map((investigationId) => ({ investigationId })),
    flags: boardFlags.filter((flag) => holds[flag](row)),
    ...known({ customerKey, customerName, tier, subject, productCode, orderNumber, type, severity, scope, urgency }),
    ...known({ ownerId, teamId, compensation }),
    ...(dueMetric !== null && { dueAt, dueMetric }),
  };
};

type Known<T> = { [K in keyof T]?: Exclude<T[K], null> };

/** A field that is not known, or was forgotten, is left out of what is shown. */
const known = <T extends object>(fields: T): Known<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Known<T>;
