import type { Promised, Warning } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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
