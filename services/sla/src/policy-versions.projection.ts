import type { Promised, SlaPolicyVersionShown, Warning } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedPolicy } from './policy.decider.js';

/** What was promised since when, and who decided it. */
@Entity('policy_versions')
export class PolicyVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('jsonb') promises!: readonly Promised[];
  @Column('jsonb') warnings!: readonly Warning[];
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const policyVersions = projection({
  name: 'sla.policy-versions',
  table: PolicyVersion,
  key: ['policyId', 'version'],
  on: {
    SlaPolicyPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});

export const publishedVersions = (rows: Repository<PolicyVersion>): SelectQueryBuilder<PolicyVersion> =>
  rows.createQueryBuilder('version');

export const versionShown = ({ policyId: _, ...version }: PolicyVersion): SlaPolicyVersionShown => version;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShipped = <Page extends { readonly items: readonly SlaPolicyVersionShown[]; readonly next?: string }>(
  page: Page,
): Page => (page.next === undefined ? { ...page, items: [...page.items, shippedPolicy] } : page);
