import type { ContactPolicyVersionShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedContactPolicy } from './contact-policy.decider.js';

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

export const publishedPolicies = (rows: Repository<ContactPolicyVersion>): SelectQueryBuilder<ContactPolicyVersion> =>
  rows.createQueryBuilder('version');

export const policyShown = ({ policyId: _, ...version }: ContactPolicyVersion): ContactPolicyVersionShown => version;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShippedPolicy = <
  Page extends { readonly items: readonly ContactPolicyVersionShown[]; readonly next?: string },
>(
  page: Page,
): Page => (page.next === undefined ? { ...page, items: [...page.items, shippedContactPolicy] } : page);
