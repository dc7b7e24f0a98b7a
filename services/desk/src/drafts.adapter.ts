import type { ComplaintId, PersonId, ReplyDraftShown } from '@redress/contracts';
import type { WallClock } from '@redress/eventing';
import { Column, Entity, LessThan, PrimaryColumn, type Repository } from 'typeorm';
import type { ReplyRows } from './replies.projection.js';

/** Sealed; both columns are emptied when its customer is forgotten. */
@Entity('drafts')
export class DraftRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') personId!: PersonId;
  @Column('text', { nullable: true }) text!: string | null;
  @Column('text', { nullable: true }) textOrigin!: string | null;
  @Column('timestamptz') savedAt!: Date;
}

export type DraftRows = Repository<DraftRow>;

/** Whose draft about which case: everybody has their own. */
export interface DraftId {
  readonly complaintId: ComplaintId;
  readonly personId: PersonId;
}

interface Place {
  readonly subject: string;
  readonly purpose: 'record';
  readonly table: string;
  readonly id: string;
}
/** Seals under the keys of the vault. */
export interface Sealing {
  seal(place: Place, text: string): Promise<{ readonly sealed: string; readonly origin: string }>;
  open(place: Place, sealed: string): Promise<string | null>;
}

const hourMs = 3_600_000;
const keptMs = 30 * 24 * hourMs;

const placeOf = ({ complaintId, personId }: DraftId): Place => ({
  subject: `complaint-${complaintId}`,
  purpose: 'record',
  table: 'desk.drafts',
  id: `${complaintId}.${personId}`,
});

/** Drafts of answers: gone once their author has answered, after 30 days, or when the customer is forgotten. */
export class Drafts {
  private tidiedAt = new Date(0);

  constructor(
    private readonly rows: DraftRows,
    private readonly replies: ReplyRows,
    private readonly sealing: Sealing,
    private readonly clock: WallClock,
  ) {}

  async save(id: DraftId, text: string): Promise<ReplyDraftShown> {
    const savedAt = this.clock.now();
    const { sealed, origin } = await this.sealing.seal(placeOf(id), text);
    await this.rows.upsert({ ...id, text: sealed, textOrigin: origin, savedAt }, ['complaintId', 'personId']);
    await this.tidy(savedAt);
    return { text, savedAt, keptUntil: keptUntil(savedAt) };
  }

  async find(id: DraftId): Promise<ReplyDraftShown | undefined> {
    const row = await this.rows.findOneBy({ ...id });
    if (!row) return undefined;
    const { savedAt } = row;
    const text = row.text === null ? null : await this.sealing.open(placeOf(id), row.text);
    const isOver = keptUntil(savedAt) <= this.clock.now() || (await this.isAnswered(row));
    if (text !== null && !isOver) return { text, savedAt, keptUntil: keptUntil(savedAt) };
    // Another may have been saved meanwhile.
    await this.rows.delete({ ...id, savedAt });
    return undefined;
  }

  async discard(id: DraftId): Promise<void> {
    await this.rows.delete({ ...id });
  }

  private async isAnswered({ complaintId, personId, savedAt }: DraftRow): Promise<boolean> {
    return this.replies
      .createQueryBuilder('reply')
      .where('reply.complaintId = :complaintId and reply.by = :personId', { complaintId, personId })
      .andWhere('reply.recordedAt >= :savedAt', { savedAt })
      .getExists();
  }

  /** Those that nobody will look at any more; at most once an hour in each process. */
  private async tidy(now: Date): Promise<void> {
    if (now.getTime() - this.tidiedAt.getTime() < hourMs) return;
    this.tidiedAt = now;
    await this.rows.delete({ savedAt: LessThan(new Date(now.getTime() - keptMs)) });
    const answered = await this.rows
      .createQueryBuilder('draft')
      .innerJoin(
        this.replies.metadata.name,
        'reply',
        'reply.complaintId = draft.complaintId and reply.by = cast(draft.personId as text) and reply.recordedAt >= draft.savedAt',
      )
      .getMany();
    for (const { complaintId, personId, savedAt } of answered)
      await this.rows.delete({ complaintId, personId, savedAt });
  }
}

const keptUntil = (savedAt: Date): Date => new Date(savedAt.getTime() + keptMs);
