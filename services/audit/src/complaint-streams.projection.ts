import type { ComplaintId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository } from 'typeorm';

/** Where something about a complaint is told, in whichever service. */
@Entity('complaint_streams')
export class ComplaintStreams {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  /** Null until its receipt was heard. */
  @Index()
  @Column('text', { nullable: true })
  caseNumber!: string | null;
  @Column('text', { array: true }) streams!: readonly string[];
}

/** Every event that names a complaint belongs to its history, of services yet to come as well. */
export const complaintStreams = projection<ComplaintStreams, 'complaintId'>({
  name: 'audit.complaint-streams',
  table: ComplaintStreams,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, caseNumber }) => ({
      complaintId,
      caseNumber,
      streams: row?.streams ?? [],
    }),
  },
  onEvery: (row, { stream, data }) => {
    const { complaintId } = data as unknown as { readonly complaintId: ComplaintId };
    if (!row) return { complaintId, caseNumber: null, streams: [stream] };
    return row.streams.includes(stream) ? row : { ...row, streams: [...row.streams, stream] };
  },
});

export const streamsOf = (
  rows: Repository<ComplaintStreams>,
  complaintId: ComplaintId,
): Promise<ComplaintStreams | null> => rows.findOneBy({ complaintId });

export const withCaseNumber = (
  rows: Repository<ComplaintStreams>,
  caseNumber: string,
): Promise<ComplaintStreams | null> => rows.findOneBy({ caseNumber });
