import type { NoticeKind, TemplateText } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
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

/** The texts of a version; `undefined` while the row has not come here yet. */
export const textsOfVersion = async (
  rows: Repository<TemplateVersion>,
  { kind, version }: { readonly kind: NoticeKind; readonly version: number },
): Promise<readonly TemplateText[] | undefined> =>
  version === 1 ? shippedTexts[kind] : (await rows.findOneBy({ kind, version }))?.texts;
