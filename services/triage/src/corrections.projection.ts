import type {
  ComplaintId,
  ComplaintType,
  CorrectionShown,
  Scope,
  Severity,
  TeamFunction,
  TextLanguage,
  Urgency,
} from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

/** Somebody knew better what a complaint is. */
@Entity('corrections')
export class Correction {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('timestamptz') correctedAt!: Date;
  @Column('text') type!: ComplaintType;
  @Column('text') severity!: Severity;
  @Column('text') scope!: Scope;
  @Column('text') urgency!: Urgency;
  @Column('text') team!: TeamFunction;
  @Column('text', { nullable: true }) language!: TextLanguage | null;
  @Column('text') correctedBy!: string;
  @PersonalColumn('record') reason!: string | null;
}

export const corrections = projection({
  name: 'triage.corrections',
  table: Correction,
  key: ['complaintId', 'correctedAt'],
  on: {
    TriageCorrected: (_, { language, reason, ...correction }, { by }) => ({
      ...correction,
      language: language ?? null,
      correctedBy: by.id,
      reason: reason ?? null,
    }),
  },
});

export const correctionsOf = async (
  rows: Repository<Correction>,
  complaintId: ComplaintId,
): Promise<readonly CorrectionShown[]> => {
  const found = await rows.find({ where: { complaintId }, order: { correctedAt: 'ASC' } });
  return found.map(({ complaintId: _, language, reason, ...correction }) => ({
    ...correction,
    ...(language !== null && { language }),
    ...(reason !== null && { reason }),
  }));
};
