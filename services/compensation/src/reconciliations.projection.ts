import type { ReconciliationDifference, ReconciliationsAsked, ReconciliationShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** What a comparison of a day's payouts came to. */
@Entity('reconciliations')
export class ReconciliationRow {
  @PrimaryColumn('text') day!: string;
  @PrimaryColumn('int') round!: number;
  @Column('timestamptz') reconciledAt!: Date;
  @Column('int') agreed!: number;
  @Column('jsonb') differences!: readonly ReconciliationDifference[];
  @Column('int') moreDifferences!: number;
}

export const reconciliations = projection({
  name: 'compensation.reconciliations',
  table: ReconciliationRow,
  key: ['day', 'round'],
  on: { PayoutsReconciled: (_, reconciled) => ({ ...reconciled }) },
});

export const reconciliationsAsked = (
  rows: Repository<ReconciliationRow>,
  { day }: ReconciliationsAsked,
): SelectQueryBuilder<ReconciliationRow> => {
  const query = rows.createQueryBuilder('reconciliation');
  if (day !== undefined) query.andWhere('reconciliation.day = :day', { day });
  return query;
};

export const reconciliationShown = (row: ReconciliationRow): ReconciliationShown => ({ ...row });
