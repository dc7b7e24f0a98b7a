import { type LinkPolicyVersionShown, shippedLinkPolicy } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

/** For how long links were good since when, and who decided it. */
@Entity('link_policy_versions')
export class LinkPolicyVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('int') validDays!: number;
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const linkPolicyVersions = projection({
  name: 'intake.link-policy-versions',
  table: LinkPolicyVersion,
  key: ['policyId', 'version'],
  on: {
    LinkPolicyPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});

export const publishedLinkPolicies = (rows: Repository<LinkPolicyVersion>): SelectQueryBuilder<LinkPolicyVersion> =>
  rows.createQueryBuilder('version');

const versionShown = ({ policyId: _, ...version }: LinkPolicyVersion): LinkPolicyVersionShown => version;

interface Versions<Row> {
  readonly items: readonly Row[];
  readonly next?: string;
}

/** Nobody published the first version: it came with the product, and ends every list. */
export const versionsShown = (page: Versions<LinkPolicyVersion>): Versions<LinkPolicyVersionShown> => {
  const items = page.items.map(versionShown);
  return { ...page, items: page.next === undefined ? [...items, shippedLinkPolicy] : items };
};
