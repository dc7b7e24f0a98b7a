import type { ComplaintId, CustomerKey, HoldReason, KeptRecord, KeyGeneration } from '@redress/contracts';
import { type Decider, event, inForce, type Purpose, refuse } from '@redress/eventing';
import { keptUntil, retentionPolicy } from './retention-policy.decider.js';

interface OfCustomer {
  readonly customerKey: CustomerKey;
}
/** Keys that go together: the contact of a round, or the record of one complaint. */
export interface BatchName {
  readonly round: number;
  readonly purpose: Purpose;
  readonly recordOf?: ComplaintId;
}
export interface ClosedComplaint {
  readonly complaintId: ComplaintId;
  readonly closedAt: Date;
}

interface Commands {
  ForgetCustomer: OfCustomer;
  /** One of their complaints was closed: had it been kept because it was open, it follows now. */
  ContinueForgetting: OfCustomer & { readonly complaintId: ComplaintId };
  BeginForgetting: OfCustomer & {
    readonly round: number;
    readonly generations: readonly KeyGeneration[];
    readonly closed: readonly ClosedComplaint[];
    readonly open: readonly { readonly complaintId: ComplaintId }[];
    /** More than one round can take: another one follows. */
    readonly isMore: boolean;
  };
  DestroyKeys: OfCustomer & BatchName;
  /** The complaint was reopened: it was closed again then, or is open. */
  KeepRecordLonger: OfCustomer & {
    readonly round: number;
    readonly recordOf: ComplaintId;
    readonly closedAt: Date | undefined;
  };
  NoteDestruction: OfCustomer & BatchName;
  /** What a hold held up, or what was due meanwhile. */
  ResumeForgetting: OfCustomer;
  PlaceLegalHold: OfCustomer & { readonly reference: string; readonly reason: HoldReason };
  LiftLegalHold: OfCustomer & { readonly reference: string };
}

type Events =
  | 'ForgettingRequested'
  | 'ForgettingBegun'
  | 'DestructionDue'
  | 'RecordKeptLonger'
  | 'CustomerForgotten'
  | 'RecordForgotten'
  | 'LegalHoldPlaced'
  | 'LegalHoldLifted';

export interface Batch extends BatchName {
  readonly generations: readonly KeyGeneration[];
  /** Of a record: from when on it is kept. */
  readonly closedAt?: Date;
  readonly until: Date;
  readonly isDue: boolean;
}
export interface Customer {
  readonly rounds: number;
  /** Asked for, and the keys are not closed yet. */
  readonly requested: { readonly round: number } | undefined;
  readonly open: readonly ComplaintId[];
  readonly batches: readonly Batch[];
  readonly holds: readonly { readonly reference: string; readonly reason: HoldReason }[];
  readonly forgottenAt: Date | undefined;
}

/**
 * From closing a key until no process has it in memory any more: keys are cached for a minute, and half a minute is
 * for what was under way with one.
 */
export const cacheTimeMs = 90_000;

/** So many batches become due at once; the next ones follow when these are destroyed. */
const atOnce = 100;

const policy = inForce(retentionPolicy);

/** Forgetting a customer: first the keys are closed, then destroyed as soon as neither law nor a hold keeps them. */
export const customer: Decider<
  Commands,
  Events,
  Customer,
  'on-legal-hold' | 'no-such-hold',
  { policy: typeof policy }
> = {
  category: 'intake.customer',
  initial: { rounds: 0, requested: undefined, open: [], batches: [], holds: [], forgottenAt: undefined },
  facts: { policy },

  decide: {
    ForgetCustomer: ({ customerKey }, state, { at }) => {
      const [hold] = state.holds;
      if (hold)
        return refuse('on-legal-hold', `A legal hold (${hold.reference}) keeps this customer’s data. Lift it first.`);
      return state.requested ? [] : [requested(customerKey, state, at)];
    },

    ContinueForgetting: ({ customerKey, complaintId }, state, { at }) =>
      state.open.includes(complaintId) && !state.requested && state.holds.length === 0
        ? [requested(customerKey, state, at)]
        : [],

    BeginForgetting: ({ customerKey, round, generations, closed, open, isMore }, state, { at, policy }) => {
      if (state.requested?.round !== round) return [];
      const fresh = notYetIn(state, generations);
      const subjects = new Set(fresh.map(({ subject }) => subject));
      const records = closed
        .filter(({ complaintId }) => subjects.has(subjectOf(complaintId)))
        .map((complaint) => ({
          ...complaint,
          keptUntil: latest(keptUntil(policy, complaint.closedAt), afterCacheTime(at)),
        }));
      const { version: policyVersion } = policy;
      const begun = { customerKey, round, begunAt: at, generations: fresh, records, policyVersion, open };
      return [event('ForgettingBegun', begun), ...(isMore ? [requested(customerKey, state, at)] : [])];
    },

    DestroyKeys: ({ customerKey, ...name }, state, { at }) => {
      const batch = batchNamed(state, name);
      return batch && mayGo(batch, at) && state.holds.length === 0 ? [due(customerKey, batch)] : [];
    },

    KeepRecordLonger: ({ customerKey, round, recordOf, closedAt }, state, { at, policy }) => {
      if (!batchNamed(state, { round, purpose: 'record', recordOf })?.isDue) return [];
      const since = closedAt ?? at;
      const until = keptUntil(policy, since);
      const { version: policyVersion } = policy;
      const longer = { customerKey, round, recordOf, closedAt: since, keptUntil: until, policyVersion };
      return [event('RecordKeptLonger', longer)];
    },

    NoteDestruction: ({ customerKey, ...name }, state, { at }) => {
      const batch = batchNamed(state, name);
      if (!batch) return [];
      const { round, recordOf, generations } = batch;
      const forgotten = { customerKey, round, forgottenAt: at, generations };
      return [
        recordOf === undefined
          ? event('CustomerForgotten', forgotten)
          : event('RecordForgotten', { ...forgotten, recordOf }),
      ];
    },

    ResumeForgetting: ({ customerKey }, state, { at }) => {
      if (state.holds.length > 0) return [];
      return state.batches
        .filter((batch) => mayGo(batch, at))
        .slice(0, atOnce)
        .map((batch) => due(customerKey, batch));
    },

    PlaceLegalHold: (hold, state, { at }) =>
      state.holds.some(({ reference }) => reference === hold.reference)
        ? []
        : [event('LegalHoldPlaced', { ...hold, placedAt: at })],

    LiftLegalHold: ({ customerKey, reference }, state, { at }) => {
      if (!state.holds.some((hold) => hold.reference === reference))
        return refuse('no-such-hold', 'There is no hold under this reference.');
      const lifted = event('LegalHoldLifted', { customerKey, reference, liftedAt: at });
      // Of those that were open some may have been closed under the hold: who looks again sees which.
      const looksAgain = state.holds.length === 1 && state.open.length > 0 && !state.requested;
      return looksAgain ? [lifted, requested(customerKey, state, at)] : [lifted];
    },
  },

  evolve: {
    ForgettingRequested: (state, { round }) => ({ ...state, rounds: round, requested: { round } }),
    ForgettingBegun: (state, { round, begunAt, generations, records, open }) => ({
      ...state,
      requested: undefined,
      open: open.map(({ complaintId }) => complaintId),
      batches: [
        ...state.batches,
        ...inBatches(generations, records, round, begunAt).filter((batch) => batch.generations.length > 0),
      ],
    }),
    DestructionDue: (state, name) => withBatch(state, name, (batch) => [{ ...batch, isDue: true }]),
    RecordKeptLonger: (state, { round, recordOf, closedAt, keptUntil }) =>
      withBatch(state, { round, purpose: 'record', recordOf }, (batch) => [
        { ...batch, closedAt, until: keptUntil, isDue: false },
      ]),
    CustomerForgotten: (state, { round, forgottenAt }) => ({
      ...withBatch(state, { round, purpose: 'contact' }, () => []),
      forgottenAt,
    }),
    RecordForgotten: (state, { round, recordOf }) => withBatch(state, { round, purpose: 'record', recordOf }, () => []),
    LegalHoldPlaced: (state, { reference, reason }) => ({ ...state, holds: [...state.holds, { reference, reason }] }),
    LegalHoldLifted: (state, { reference }) => ({
      ...state,
      holds: state.holds.filter((hold) => hold.reference !== reference),
    }),
  },
};

const requested = (customerKey: CustomerKey, { rounds }: Customer, requestedAt: Date) =>
  event('ForgettingRequested', { customerKey, round: rounds + 1, requestedAt });

const due = (customerKey: CustomerKey, { round, purpose, recordOf, closedAt, generations }: Batch) =>
  event('DestructionDue', {
    customerKey,
    round,
    purpose,
    ...(recordOf !== undefined && { recordOf }),
    ...(closedAt !== undefined && { closedAt }),
    generations,
  });

const afterCacheTime = (at: Date): Date => new Date(at.getTime() + cacheTimeMs);
const latest = (one: Date, other: Date): Date => (one > other ? one : other);
const mayGo = ({ until, isDue }: Batch, at: Date): boolean => !isDue && until <= at;

const nameOf = ({ subject, purpose, generation }: KeyGeneration): string => `${subject}/${purpose}/${generation}`;

/** What an earlier round closed is destroyed when that round says. */
const notYetIn = ({ batches }: Customer, generations: readonly KeyGeneration[]): readonly KeyGeneration[] => {
  const known = new Set(batches.flatMap((batch) => batch.generations.map(nameOf)));
  return generations.filter((key) => !known.has(nameOf(key)));
};

const isNamed =
  ({ round, purpose, recordOf }: BatchName) =>
  (batch: Batch): boolean =>
    batch.round === round && batch.purpose === purpose && batch.recordOf === recordOf;

export const batchNamed = ({ batches }: Customer, name: BatchName): Batch | undefined => batches.find(isNamed(name));

const withBatch = (state: Customer, name: BatchName, change: (batch: Batch) => readonly Batch[]): Customer => {
  const named = isNamed(name);
  return { ...state, batches: state.batches.flatMap((batch) => (named(batch) ? change(batch) : [batch])) };
};

/** Whatever is no complaint's record goes with the contact: there is no law that keeps it. */
const inBatches = (
  generations: readonly KeyGeneration[],
  records: readonly KeptRecord[],
  round: number,
  begunAt: Date,
): readonly Batch[] => {
  const recordOfSubject = new Map(records.map((record) => [subjectOf(record.complaintId), record]));
  const isRecord = ({ subject, purpose }: KeyGeneration): boolean =>
    purpose === 'record' && recordOfSubject.has(subject);
  return [
    {
      round,
      purpose: 'contact',
      generations: generations.filter((key) => !isRecord(key)),
      until: afterCacheTime(begunAt),
      isDue: false,
    },
    ...records.map(({ complaintId, closedAt, keptUntil }): Batch => ({
      round,
      purpose: 'record',
      recordOf: complaintId,
      generations: generations.filter((key) => isRecord(key) && key.subject === subjectOf(complaintId)),
      closedAt,
      until: keptUntil,
      isDue: false,
    })),
  ];
};

/** Under which name the vault keeps the keys of a complaint. */
export const subjectOf = (complaintId: ComplaintId): string => `complaint-${complaintId}`;
