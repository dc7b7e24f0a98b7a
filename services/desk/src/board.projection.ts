import type {
  ActiveParty,
  Channel,
  ClockState,
  CompensationId,
  CompensationState,
  ComplaintId,
  ComplaintReceived,
  ComplaintType,
  CustomerKey,
  InvestigationId,
  Metric,
  OwnershipState,
  PersonId,
  Phase,
  RequiredFact,
  Scope,
  Severity,
  TeamId,
  Tier,
  Urgency,
} from '@redress/contracts';
import { projection, type Recorded } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { approvalsWaitingIn, type ClocksKept, type CompensationsKept, dueOf, never } from './board.rules.js';

const open = `phase <> 'closed'`;

/** Every case as it stands, of all that the services tell about it. */
@Entity('board')
@Index(['dueAt', 'complaintId'], { where: open })
@Index(['receivedAt', 'complaintId'], { where: open })
@Index(['lastActivityAt', 'complaintId'], { where: open })
@Index(['ownerId', 'dueAt', 'complaintId'], { where: open })
@Index(['teamId', 'dueAt', 'complaintId'], { where: open })
@Index(['receivedAt', 'complaintId'])
@Index(['caseNumber'])
export class BoardRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') caseNumber!: string;
  @Column('text') channel!: Channel;
  @Column('timestamptz') receivedAt!: Date;
  @Column('text') phase!: Phase;
  @Column('boolean') waitingForCustomer!: boolean;
  @Column('uuid', { nullable: true }) customerKey!: CustomerKey | null;
  @PersonalColumn('contact') customerName!: string | null;
  @Column('text', { nullable: true }) tier!: Tier | null;
  @PersonalColumn('record') subject!: string | null;
  @Column('text', { nullable: true }) productCode!: string | null;
  @Column('text', { nullable: true }) orderNumber!: string | null;
  @Column('text', { array: true }) missing!: readonly RequiredFact[];
  @Column('text', { nullable: true }) type!: ComplaintType | null;
  @Column('text', { nullable: true }) severity!: Severity | null;
  @Column('text', { nullable: true }) scope!: Scope | null;
  @Column('text', { nullable: true }) urgency!: Urgency | null;
  @Column('text') ownership!: OwnershipState;
  @Column('uuid', { nullable: true }) ownerId!: PersonId | null;
  @Column('uuid', { nullable: true }) teamId!: TeamId | null;
  /** Of the last assignment: what was asked before it changes nothing. */
  @Column('int') round!: number;
  @Column('int') escalationLevel!: number;
  @Column('jsonb') clocks!: ClocksKept;
  /** Of the running clock that is due first; `never` where none runs. */
  @Column('timestamptz') dueAt!: Date;
  @Column('text', { nullable: true }) dueMetric!: Metric | null;
  @Column('boolean') paused!: boolean;
  @Column('boolean') breached!: boolean;
  @Column('jsonb') compensations!: CompensationsKept;
  @Column('text', { nullable: true }) compensation!: CompensationState | null;
  @Column('int') approvalsWaiting!: number;
  @Column('text', { array: true }) investigations!: readonly InvestigationId[];
  @Column('timestamptz') lastActivityAt!: Date;
  @Column('text') lastActivityBy!: ActiveParty;
  @Column('boolean') historical!: boolean;
}

type Known = BoardRow | undefined;

/** Somebody did something. Imported history need not come in order: what was done last is what happened last. */
const active = (
  row: Known,
  party: ActiveParty,
  { occurredAt, historical }: Recorded,
  what: Partial<BoardRow> = {},
): Known =>
  row && {
    ...row,
    ...what,
    historical: row.historical && historical,
    ...(occurredAt >= row.lastActivityAt && { lastActivityAt: occurredAt, lastActivityBy: party }),
  };

const clocked = (
  row: Known,
  metric: Metric,
  state: ClockState,
  { dueAt, byEscalation }: { readonly dueAt?: Date; readonly byEscalation?: true } = {},
): Known => {
  if (!row) return undefined;
  const told = dueAt?.toISOString() ?? row.clocks[metric]?.dueAt ?? never.toISOString();
  const clock = { state, dueAt: told, ...(byEscalation && { byEscalation }) };
  const clocks = { ...row.clocks, [metric]: clock };
  return { ...row, clocks, ...dueOf(clocks) };
};

const compensated = (row: Known, id: CompensationId, compensation: CompensationState): Known => {
  if (!row) return undefined;
  const compensations = { ...row.compensations, [id]: compensation };
  return { ...row, compensations, compensation, approvalsWaiting: approvalsWaitingIn(compensations) };
};

const investigated = (row: Known, ended: InvestigationId): Known =>
  row && { ...row, investigations: row.investigations.filter((id) => id !== ended) };

const answered = { waitingForCustomer: false };
const nobody = { ownership: 'none', ownerId: null } as const;

export const board = projection<BoardRow, 'complaintId'>({
  name: 'desk.board',
  table: BoardRow,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, data, event) => row ?? received(data, event),
    CustomerWrote: (row, _, event) => active(row, 'customer', event, answered),
    AgentReplied: (row, { asksCustomer }, event) =>
      active(row, 'us', event, {
        waitingForCustomer: row?.waitingForCustomer === true || asksCustomer,
        ...(row?.phase === 'received' && { phase: 'in-progress' }),
      }),
    NoteAdded: (row, _, event) => active(row, 'us', event),
    FactsGiven: (row, { orderNumber, productCode, missing }) =>
      row && {
        ...row,
        orderNumber: orderNumber ?? row.orderNumber,
        productCode: productCode ?? row.productCode,
        missing: [...missing],
      },
    SolutionProposed: (row, _, event) => active(row, 'us', event, { phase: 'solution-proposed' }),
    SolutionAccepted: (row, _, event) => active(row, 'customer', event, { phase: 'solution-accepted', ...answered }),
    SolutionDeclined: (row, _, event) => active(row, 'customer', event, { phase: 'solution-declined', ...answered }),
    ComplaintResolved: (row, _, event) => active(row, 'us', event, { phase: 'resolved', ...answered }),
    ResolutionConfirmed: (row, _, event) => active(row, 'customer', event, { phase: 'confirmed' }),
    ComplaintReopened: (row, _, event) => active(row, 'customer', event, { phase: 'in-progress', ...answered }),
    ComplaintClosed: (row, _, event) => active(row, 'us', event, { phase: 'closed', ...answered }),

    ComplaintTriaged: (row, { type, severity, scope, urgency }) => row && { ...row, type, severity, scope, urgency },
    TriageCorrected: (row, { type, severity, scope, urgency }) => row && { ...row, type, severity, scope, urgency },

    OwnerAssigned: (row, { ownerId, teamId, round, confirmBy }) =>
      row && { ...row, ownerId, teamId, round, ownership: confirmBy ? 'assigned' : 'confirmed' },
    OwnershipConfirmed: (row, { ownerId }) => row && { ...row, ownerId, ownership: 'confirmed' },
    OwnerNotFound: (row, { teamId }) => row && { ...row, teamId: row.ownerId ? row.teamId : (teamId ?? row.teamId) },
    OwnershipEnded: (row) => row && { ...row, ...nobody },
    // Who did not confirm has lost it; what was assigned since then stands.
    CaseEscalated: (row, { level, reason, round }) =>
      row && {
        ...row,
        escalationLevel: Math.max(row.escalationLevel, level),
        ...(reason === 'not-confirmed' && row.round < (round ?? 0) && nobody),
      },
    EscalationCalledOff: (row) => row && { ...row, escalationLevel: 0 },

    InvestigationRequested: (row, { investigationId }) =>
      row && { ...row, investigations: [...row.investigations, investigationId] },
    InvestigationAnswered: (row, { investigationId }) => investigated(row, investigationId),
    InvestigationWithdrawn: (row, { investigationId }) => investigated(row, investigationId),

    ClockStarted: (row, { metric, dueAt }) => clocked(row, metric, 'running', { dueAt }),
    ClockPaused: (row, { metric }) => clocked(row, metric, 'paused'),
    ClockResumed: (row, { metric, dueAt }) => clocked(row, metric, 'running', { dueAt }),
    ClockReopened: (row, { metric, dueAt }) =>
      clocked(row, metric, row?.clocks[metric]?.state === 'missed' ? 'missed' : 'running', { dueAt }),
    ClockRederived: (row, { metric, dueAt }) => {
      const before = row?.clocks[metric];
      return clocked(row, metric, before?.byEscalation ? 'running' : (before?.state ?? 'running'), { dueAt });
    },
    TargetMet: (row, { metric }) => clocked(row, metric, 'met'),
    TargetMetByEscalation: (row, { metric }) => clocked(row, metric, 'met', { byEscalation: true }),
    TargetMissed: (row, { metric, dueAt }) => clocked(row, metric, 'missed', { dueAt }),
    VerdictWithdrawn: (row, { metric }) => clocked(row, metric, 'running'),

    CompensationProposed: (row, { compensationId }) => compensated(row, compensationId, 'waiting-for-approval'),
    CompensationApproved: (row, { compensationId }) => compensated(row, compensationId, 'approved'),
    CompensationDeclined: (row, { compensationId }) => compensated(row, compensationId, 'declined'),
    // What was declined meanwhile waits for nothing any more.
    BudgetExceeded: (row, { compensationId }) =>
      ['approved', 'failed'].includes(row?.compensations[compensationId] ?? '')
        ? compensated(row, compensationId, 'waiting-for-budget')
        : row,
    BudgetReserved: (row, { compensationId }) =>
      row?.compensations[compensationId] === 'waiting-for-budget' ? compensated(row, compensationId, 'approved') : row,
    PayoutOrdered: (row, { compensationId }) => compensated(row, compensationId, 'ordered'),
    CompensationPaid: (row, { compensationId }) => compensated(row, compensationId, 'paid'),
    PayoutFailed: (row, { compensationId }) => compensated(row, compensationId, 'failed'),
    ReversalOrdered: (row, { compensationId }) => compensated(row, compensationId, 'reversing'),
    CompensationReversed: (row, { compensationId }) => compensated(row, compensationId, 'reversed'),
  },
});

const received = (data: ComplaintReceived, { occurredAt, historical }: Recorded): BoardRow => ({
  complaintId: data.complaintId,
  caseNumber: data.caseNumber,
  channel: data.channel,
  receivedAt: data.receivedAt,
  phase: 'received',
  waitingForCustomer: false,
  customerKey: data.customerKey ?? null,
  customerName: data.customerName ?? null,
  tier: data.tier ?? null,
  subject: data.subject ?? null,
  productCode: data.productCode ?? null,
  orderNumber: data.order?.number ?? null,
  missing: [...data.missing],
  type: null,
  severity: null,
  scope: null,
  urgency: null,
  ...nobody,
  teamId: null,
  round: 0,
  escalationLevel: 0,
  clocks: {},
  ...dueOf({}),
  compensations: {},
  compensation: null,
  approvalsWaiting: 0,
  investigations: [],
  lastActivityAt: occurredAt,
  lastActivityBy: 'customer',
  historical,
});
