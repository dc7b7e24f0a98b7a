import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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
