import type { OwnershipPolicyVersionShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedPolicy } from './ownership-policy.decider.js';

/** How ownership and escalation went since when, and who decided it. */
@Entity('ownership_policy_versions')
export class OwnershipPolicyVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('int') confirmWithinMinutes!: number;
  @Column('int') leadAfterHours!: number;
  @Column('int') investigateWithinHours!: number;
  @Column('int') mostOpenCases!: number;
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const ownershipPolicyVersions = projection({
  name: 'triage.ownership-policy-versions',
  table: OwnershipPolicyVersion,
  key: ['policyId', 'version'],
  on: {
    OwnershipPolicyPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});

export const publishedPolicies = (
  rows: Repository<OwnershipPolicyVersion>,
): SelectQueryBuilder<OwnershipPolicyVersion> => rows.createQueryBuilder('version');

export const policyVersionShown = ({ policyId: _, ...version }: OwnershipPolicyVersion): OwnershipPolicyVersionShown =>
  version;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShippedPolicy = <
  Page extends { readonly items: readonly OwnershipPolicyVersionShown[]; readonly next?: string },
>(
  page: Page,
): Page => (page.next === undefined ? { ...page, items: [...page.items, shippedPolicy] } : page);
