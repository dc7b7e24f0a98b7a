import type { Authority } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who might approve what since when, and who decided it. */
@Entity('authority_versions')
export class AuthorityVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('text') timeZone!: string;
  @Column('jsonb') authorities!: readonly Authority[];
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const authorityVersions = projection({
  name: 'compensation.authority-versions',
  table: AuthorityVersion,
  key: ['policyId', 'version'],
  on: {
    AuthorityPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});
