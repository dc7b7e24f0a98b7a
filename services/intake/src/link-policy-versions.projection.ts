import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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
