import type {
  CompensationId,
  CompensationKind,
  ComplaintId,
  EntryState,
  LedgerAsked,
  LedgerEntryShown,
  LedgerFaultsGiven,
  LedgerFaultsShown,
  Money,
  PayoutRefusal,
} from '@redress/contracts';
import type { WallClock } from '@redress/eventing';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn, type SelectQueryBuilder } from 'typeorm';
import type { Booked, Payments, PayoutRequest } from './pay-out.effect.js';

/** Amounts fit into JavaScript's integers; PostgreSQL hands out its own as text. */
const integer = {
  to: (value: number | null): number | null => value,
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
};

@Entity('ledger_entries')
export class LedgerEntry {
  @PrimaryColumn('text') reference!: string;
  @Column('uuid') complaintId!: ComplaintId;
  @Column('uuid') compensationId!: CompensationId;
  @Column('text') kind!: CompensationKind;
  @Column('bigint', { nullable: true, transformer: integer }) amountMinor!: number | null;
  @Column('text', { nullable: true }) currency!: string | null;
  @Column('text') state!: EntryState;
  @Column('text', { nullable: true }) refusal!: PayoutRefusal | null;
  @Column('timestamptz') bookedAt!: Date;
  @Column('timestamptz', { nullable: true }) reversedAt!: Date | null;
}

@Entity('ledger_faults')
export class LedgerFault {
  @PrimaryColumn('text') fault!: 'refuse' | 'lose-answer' | 'slow';
  @Column('int') remaining!: number;
  @Column('int') milliseconds!: number;
}

/** It was carried out, or it was not: whoever asked does not know. */
export class AnswerLost extends Error {
  constructor(reference: string) {
    super(`The payment system did not answer about ${reference}.`);
    this.name = 'AnswerLost';
  }
}

/** The bundled payment system: entries by reference in tables of its own, and faults on demand. */
export class Ledger implements Payments {
  /** Its tables are made when the service starts, which is after this was. */
  constructor(
    private readonly database: () => DataSource,
    private readonly clock: WallClock,
  ) {}

  async find(reference: string): Promise<Booked | undefined> {
    await this.mayBeSlow();
    const entry = await this.database().getRepository(LedgerEntry).findOneBy({ reference });
    return entry ? bookedOf(entry) : undefined;
  }

  async order(payout: PayoutRequest): Promise<Booked> {
    await this.mayBeSlow();
    const { reference } = payout;
    const booked = await this.database().transaction(async (manager) => {
      await oneAtATime(manager, reference);
      const known = await manager.findOneBy(LedgerEntry, { reference });
      if (known) return bookedOf(known);
      const isRefused = await strikes(manager, 'refuse');
      const entry = entryOf(payout, isRefused ? 'refused' : 'executed', this.clock.now());
      await manager.insert(LedgerEntry, entry);
      return bookedOf(entry);
    });
    await this.mayLoseAnswer(reference);
    return booked;
  }

  async takeBack(reference: string): Promise<Date | undefined> {
    await this.mayBeSlow();
    const reversedAt = await this.database().transaction(async (manager) => {
      await oneAtATime(manager, reference);
      const known = await manager.findOneBy(LedgerEntry, { reference });
      if (known?.state !== 'executed') return known?.reversedAt ?? undefined;
      const at = this.clock.now();
      await manager.update(LedgerEntry, { reference }, { state: 'reversed', reversedAt: at });
      return at;
    });
    await this.mayLoseAnswer(reference);
    return reversedAt;
  }

  entries({ state, from, before }: LedgerAsked): SelectQueryBuilder<LedgerEntry> {
    const query = this.database().getRepository(LedgerEntry).createQueryBuilder('entry');
    if (state) query.andWhere('entry.state = :state', { state });
    if (from) query.andWhere('entry.bookedAt >= :from', { from });
    if (before) query.andWhere('entry.bookedAt < :before', { before });
    return query;
  }

  async prepareFaults({ refuseNext, loseAnswerNext, slowNext, slowMs = 1_000 }: LedgerFaultsGiven): Promise<void> {
    const wanted = [
      { fault: 'refuse', remaining: refuseNext, milliseconds: 0 },
      { fault: 'lose-answer', remaining: loseAnswerNext, milliseconds: 0 },
      { fault: 'slow', remaining: slowNext, milliseconds: slowMs },
    ] as const;
    const rows = wanted.flatMap(({ remaining, ...row }) => (remaining === undefined ? [] : [{ ...row, remaining }]));
    await this.database().getRepository(LedgerFault).upsert(rows, ['fault']);
  }

  async faults(): Promise<LedgerFaultsShown> {
    const rows = await this.database().getRepository(LedgerFault).find();
    const of = (name: LedgerFault['fault']) => rows.find(({ fault }) => fault === name);
    return {
      refuseNext: of('refuse')?.remaining ?? 0,
      loseAnswerNext: of('lose-answer')?.remaining ?? 0,
      slowNext: of('slow')?.remaining ?? 0,
      slowMs: of('slow')?.milliseconds ?? 0,
    };
  }

  private async mayBeSlow(): Promise<void> {
    const [slow] = await struck(this.database().manager, 'slow');
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow.milliseconds));
  }

  private async mayLoseAnswer(reference: string): Promise<void> {
    if (await strikes(this.database().manager, 'lose-answer')) throw new AnswerLost(reference);
  }
}

/** Two processes may try the same payout at once; until the transaction ends only one does. */
const oneAtATime = (manager: EntityManager, reference: string): Promise<unknown> =>
  manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`ledger ${reference}`]);

/** Uses up one of the faults that were asked for, if there is one left. */
const struck = async (manager: EntityManager, fault: LedgerFault['fault']): Promise<{ milliseconds: number }[]> => {
  const [rows]: [{ milliseconds: number }[], number] = await manager.query(
    `update compensation.ledger_faults set remaining = remaining - 1
     where fault = $1 and remaining > 0 returning milliseconds`,
    [fault],
  );
  return rows;
};
const strikes = async (manager: EntityManager, fault: LedgerFault['fault']): Promise<boolean> =>
  (await struck(manager, fault)).length > 0;

const entryOf = (
  { complaintId, compensationId, reference, kind, amount }: PayoutRequest,
  state: 'executed' | 'refused',
  bookedAt: Date,
): LedgerEntry => ({
  complaintId,
  compensationId,
  reference,
  kind,
  amountMinor: amount?.amountMinor ?? null,
  currency: amount?.currency ?? null,
  state,
  refusal: state === 'refused' ? 'account-closed' : null,
  bookedAt,
  reversedAt: null,
});

const bookedOf = ({ state, bookedAt: at, refusal, reversedAt }: LedgerEntry): Booked => {
  if (state === 'refused') return { kind: 'refused', at, refusal: refusal ?? 'other' };
  return reversedAt ? { kind: 'reversed', at, reversedAt } : { kind: 'executed', at };
};

export const amountIn = ({ amountMinor, currency }: LedgerEntry): Money | undefined =>
  amountMinor === null || currency === null ? undefined : { amountMinor, currency };

export const entryShown = (entry: LedgerEntry): LedgerEntryShown => {
  const { reference, complaintId, compensationId, kind, state, refusal, bookedAt, reversedAt } = entry;
  const amount = amountIn(entry);
  return {
    reference,
    complaintId,
    compensationId,
    kind,
    ...(amount && { amount }),
    state,
    ...(refusal !== null && { refusal }),
    bookedAt,
    ...(reversedAt !== null && { reversedAt }),
  };
};
