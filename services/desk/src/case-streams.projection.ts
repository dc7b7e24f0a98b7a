import type { ComplaintId } from '@redress/contracts';
import { projection, type Stretch, withEvent } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository } from 'typeorm';

/** Where something is told about a case, in whichever service. */
@Entity('case_streams')
@Index(['caseNumber'])
export class CaseStreams {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  /** Null until its receipt was heard. */
  @Column('text', { nullable: true }) caseNumber!: string | null;
  @Column('jsonb') stretches!: readonly Stretch[];
}

/**
 * Not whole streams: a team's or a budget's tells of many cases. What is kept under another key than the case's is left
 * out, since its row is written in the order of the case's key; and so is who read it.
 */
export const caseStreams = projection<CaseStreams, 'complaintId'>({
  name: 'desk.case-streams',
  table: CaseStreams,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, caseNumber }) => ({
      complaintId,
      caseNumber: row?.caseNumber ?? caseNumber,
      stretches: row?.stretches ?? [],
    }),
  },
  onEvery: (row, { type, key, stream, revision, data }) => {
    const { complaintId } = data as unknown as { readonly complaintId: ComplaintId };
    if (type === 'CaseRead' || key !== complaintId) return row;
    const { caseNumber, stretches } = row ?? { caseNumber: null, stretches: [] };
    return { complaintId, caseNumber, stretches: withEvent(stretches, stream, Number(revision)) };
  },
});

/** Where the case is told; `null` where it was never received. */
export const streamsOfCase = async (
  rows: Repository<CaseStreams>,
  complaintId: ComplaintId,
): Promise<readonly Stretch[] | null> => {
  const row = await rows.findOneBy({ complaintId });
  return row?.caseNumber == null ? null : row.stretches;
};

export const caseNumbered = async (rows: Repository<CaseStreams>, caseNumber: string): Promise<ComplaintId | null> =>
  (await rows.findOneBy({ caseNumber }))?.complaintId ?? null;
