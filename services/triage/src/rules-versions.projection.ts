import type { TriageRule, TriageRulesVersionShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedRules } from './triage-rules.decider.js';

/** How complaints were sorted since when, and who decided it. */
@Entity('rules_versions')
export class RulesVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('jsonb') rules!: readonly TriageRule[];
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const rulesVersions = projection({
  name: 'triage.rules-versions',
  table: RulesVersion,
  key: ['policyId', 'version'],
  on: {
    TriageRulesPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});

export const publishedRules = (rows: Repository<RulesVersion>): SelectQueryBuilder<RulesVersion> =>
  rows.createQueryBuilder('version');

export const rulesVersionShown = ({ policyId: _, ...version }: RulesVersion): TriageRulesVersionShown => version;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShippedRules = <
  Page extends { readonly items: readonly TriageRulesVersionShown[]; readonly next?: string },
>(
  page: Page,
): Page => (page.next === undefined ? { ...page, items: [...page.items, shippedRules] } : page);

/** The rules of a version: those that were published under it, or those that were shipped. */
export const rulesOf = async (rows: Repository<RulesVersion>, version: number): Promise<readonly TriageRule[]> =>
  version === shippedRules.version ? shippedRules.rules : ((await rows.findOneBy({ version }))?.rules ?? []);
