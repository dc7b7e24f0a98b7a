import type { NoticeKind, TemplateText, TemplateVersionShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';
import { shippedTexts } from './shipped-templates.rules.js';

/** Which words were in force since when, and who decided it. */
@Entity('template_versions')
export class TemplateVersion {
  @PrimaryColumn('text') kind!: NoticeKind;
  @PrimaryColumn('int') version!: number;
  @Column('jsonb') texts!: readonly TemplateText[];
  @Column('timestamptz') publishedAt!: Date;
  @Column('text') publishedBy!: string;
}

export const templateVersions = projection({
  name: 'notification.template-versions',
  table: TemplateVersion,
  key: ['kind', 'version'],
  on: {
    TemplatePublished: (_, published, { occurredAt, by }) => ({
      ...published,
      publishedAt: occurredAt,
      publishedBy: by.id,
    }),
  },
});

export const versionsOf = (rows: Repository<TemplateVersion>, kind: NoticeKind): SelectQueryBuilder<TemplateVersion> =>
  rows.createQueryBuilder('version').where('version.kind = :kind', { kind });

/** The texts of a version; `undefined` while the row has not come here yet. */
export const textsOfVersion = async (
  rows: Repository<TemplateVersion>,
  { kind, version }: { readonly kind: NoticeKind; readonly version: number },
): Promise<readonly TemplateText[] | undefined> =>
  version === 1 ? shippedTexts[kind] : (await rows.findOneBy({ kind, version }))?.texts;

/** Nobody published the first version: it came with the product, and ends every list. */
export const withShippedTexts = <
  Page extends { readonly items: readonly TemplateVersionShown[]; readonly next?: string },
>(
  page: Page,
  kind: NoticeKind,
): Page =>
  page.next === undefined ? { ...page, items: [...page.items, { kind, version: 1, texts: shippedTexts[kind] }] } : page;
