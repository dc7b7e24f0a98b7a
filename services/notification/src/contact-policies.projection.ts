import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How customers were written to since when, and who decided it. */
@Entity('contact_policies')
export class ContactPolicyVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('int') quietFromMinute!: number;
  @Column('int') quietUntilMinute!: number;
  @Column('text') timeZone!: string;
  @Column('text') locale!: string;
  @Column('int') mostPerDay!: number;
  @Column('int') followUpAfterDays!: number;
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const contactPolicies = projection({
  name: 'notification.contact-policies',
  table: ContactPolicyVersion,
  key: ['policyId', 'version'],
  on: {
    ContactPolicyPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});
