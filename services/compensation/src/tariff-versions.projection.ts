import type { TariffRule } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn } from 'typeorm';

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
