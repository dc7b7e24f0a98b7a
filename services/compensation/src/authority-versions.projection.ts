import type { Authority, AuthorityVersionShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedAuthority } from './authority.decider.js';

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

export const publishedAuthorities = (rows: Repository<AuthorityVersion>): SelectQueryBuilder<AuthorityVersion> =>
  rows.createQueryBuilder('version');

export const authorityShown = ({ policyId: _, ...version }: AuthorityVersion): AuthorityVersionShown => version;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShippedAuthority = <
  Page extends { readonly items: readonly AuthorityVersionShown[]; readonly next?: string },
>(
  page: Page,
): Page => (page.next === undefined ? { ...page, items: [...page.items, shippedAuthority] } : page);
