import type { ComplaintId, EscalationReason, EscalationShown, Metric, PersonId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

/** Somebody above was told. */
@Entity('escalations')
export class EscalationRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('timestamptz') escalatedAt!: Date;
  @PrimaryColumn('text') reason!: EscalationReason;
  @PrimaryColumn('int') level!: number;
  @Column('uuid', { nullable: true }) toPersonId!: PersonId | null;
  /** Several promises may be missed at one moment. */
  @Column('text', { array: true }) metrics!: readonly Metric[];
  @PersonalColumn('record') note!: string | null;
}

export const escalations = projection({
  name: 'triage.escalations',
  table: EscalationRow,
  key: ['complaintId', 'escalatedAt', 'reason', 'level'],
  on: {
    CaseEscalated: (row, { complaintId, escalatedAt, reason, level, toPersonId, metric, note }) => ({
      complaintId,
      escalatedAt,
      reason,
      level,
      toPersonId: toPersonId ?? null,
      metrics: [...(row?.metrics ?? []), ...(metric === undefined ? [] : [metric])],
      note: note ?? null,
    }),
  },
});

export const escalationsOf = async (
  rows: Repository<EscalationRow>,
  complaintId: ComplaintId,
): Promise<readonly EscalationShown[]> => {
  const found = await rows.find({ where: { complaintId }, order: { escalatedAt: 'ASC', level: 'ASC', reason: 'ASC' } });
  return found.map(({ complaintId: _, toPersonId, note, ...escalation }) => ({
    ...escalation,
    ...(toPersonId !== null && { toPersonId }),
    ...(note !== null && { note }),
  }));
};
