import type { ComplaintId } from '@redress/contracts';
import { projection, type Stretch, withEvent } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository } from 'typeorm';

/** Where something about a complaint is told, in whichever service. */
@Entity('complaint_streams')
export class ComplaintStreams {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  /** Null until its receipt was heard. */
  @Index()
  @Column('text', { nullable: true })
  caseNumber!: string | null;
  /** Its own, which tell of nothing else. */
  @Column('text', { array: true }) streams!: readonly string[];
  /** Of the others: a team's or a budget's tells of many complaints. */
  @Column('jsonb') stretches!: readonly Stretch[];
}

/** `<service>.<noun>-<complaintId>`, perhaps with more behind it. */
const isOwn = (stream: string, complaintId: ComplaintId): boolean =>
  stream.split('-').slice(1).join('-').startsWith(complaintId);

/**
 * Every event that names a complaint belongs to its history, of services yet to come as well. One that is kept under
 * another key stands in a stream of the complaint itself; its row is written in the order of the complaint's key.
 */
export const complaintStreams = projection<ComplaintStreams, 'complaintId'>({
  name: 'audit.complaint-streams',
  table: ComplaintStreams,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, { complaintId, caseNumber }) => ({
      complaintId,
      caseNumber,
      streams: row?.streams ?? [],
      stretches: row?.stretches ?? [],
    }),
  },
  onEvery: (row, { stream, revision, key, data }) => {
    const { complaintId } = data as unknown as { readonly complaintId: ComplaintId };
    if (key !== complaintId) return row;
    const known = row ?? { complaintId, caseNumber: null, streams: [], stretches: [] };
    if (!isOwn(stream, complaintId))
      return { ...known, stretches: withEvent(known.stretches, stream, Number(revision)) };
    return known.streams.includes(stream) ? known : { ...known, streams: [...known.streams, stream] };
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
