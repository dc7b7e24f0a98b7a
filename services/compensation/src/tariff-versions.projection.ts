import type { TariffRule, TariffVersionShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedTariff } from './tariff.decider.js';

/** What was offered since when, and who decided it. */
@Entity('tariff_versions')
export class TariffVersion {
  @PrimaryColumn('text') policyId!: string;
  @PrimaryColumn('int') version!: number;
  @Column('jsonb') rules!: readonly TariffRule[];
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const tariffVersions = projection({
  name: 'compensation.tariff-versions',
  table: TariffVersion,
  key: ['policyId', 'version'],
  on: {
    TariffPublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});

export const publishedTariffs = (rows: Repository<TariffVersion>): SelectQueryBuilder<TariffVersion> =>
  rows.createQueryBuilder('version');

export const tariffShown = ({ policyId: _, ...version }: TariffVersion): TariffVersionShown => version;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShippedTariff = <
  Page extends { readonly items: readonly TariffVersionShown[]; readonly next?: string },
>(
  page: Page,
): Page => (page.next === undefined ? { ...page, items: [...page.items, shippedTariff] } : page);
