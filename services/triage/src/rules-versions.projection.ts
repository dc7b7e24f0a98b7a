import type { TriageRule } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
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

/** The rules of a version: those that were published under it, or those that were shipped. */
export const rulesOf = async (rows: Repository<RulesVersion>, version: number): Promise<readonly TriageRule[]> =>
  version === shippedRules.version ? shippedRules.rules : ((await rows.findOneBy({ version }))?.rules ?? []);
