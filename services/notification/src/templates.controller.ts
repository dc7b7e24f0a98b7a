import { Body, Controller, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  type NoticeKind,
  noticeKinds,
  TemplateAccepted,
  TemplateGiven,
  TemplatePath,
  TemplatePreviewAsked,
  TemplatePreviewShown,
  TemplateShown,
  TemplateVersionsAsked,
  TemplateVersionShown,
} from '@redress/contracts';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
  CASE_READS,
  type CaseReads,
  Commands,
  NotThereError,
  type Page,
  pageOf,
  RefusedError,
  Refuses,
  Rows,
  type Sender,
  SentBy,
  versionsPage,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { Contact } from './contacts.projection.js';
import { Letters } from './letters.adapter.js';
import { NoticeRow, noticeLike } from './notices.projection.js';
import { shippedTexts } from './shipped-templates.rules.js';
import { TemplateVersion } from './template-versions.projection.js';
import { faultOf, type Templates, templates, textFor, textsInForce } from './templates.decider.js';
import { variablesOf } from './variables.rules.js';

const shown = (kind: NoticeKind, state: Templates): TemplateShown => ({
  kind,
  version: state.version,
  texts: textsInForce(kind, state),
  variables: variablesOf[kind].map((name) => ({ name })),
});

/** The words of messages. */
@Controller('notification/templates')
@Allow('agent', 'lead', 'administrator', 'auditor')
export class TemplatesController {
  constructor(
    private readonly commands: Commands,
    private readonly letters: Letters,
    @Inject(CASE_READS) private readonly caseReads: CaseReads,
    @Rows(TemplateVersion) private readonly versions: Repository<TemplateVersion>,
    @Rows(Contact) private readonly contacts: Repository<Contact>,
    @Rows(NoticeRow) private readonly notices: Repository<NoticeRow>,
  ) {}

  /** What is in force for every kind. */
  @Get()
  @Answers(200, [TemplateShown])
  async all(): Promise<TemplateShown[]> {
    return Promise.all(noticeKinds.map(async (kind) => shown(kind, await this.commands.stateOf(templates, kind))));
  }

  @Get(':kind')
  @Answers(200, TemplateShown)
  async inForce(@Param() { kind }: TemplatePath): Promise<TemplateShown> {
    return shown(kind, await this.commands.stateOf(templates, kind));
  }

  /** For messages that are asked for from now on; those on their way keep the version they name. */
  @Put(':kind')
  @Allow('lead', 'administrator')
  @Answers(200, TemplateAccepted)
  async publish(
    @Param() { kind }: TemplatePath,
    @Body() { texts }: TemplateGiven,
    @SentBy() sender: Sender,
  ): Promise<TemplateAccepted> {
    const command = { kind, texts };
    const { state, position } = await this.commands.send(templates, kind, 'PublishTemplate', command, sender);
    return { ...shown(kind, state), position };
  }

  /** Newest first. */
  @Get(':kind/versions')
  @Answers(200, pageOf(TemplateVersionShown))
  published(
    @Param() { kind }: TemplatePath,
    @Query() asked: TemplateVersionsAsked,
  ): Promise<Page<TemplateVersionShown>> {
    const published = this.versions.createQueryBuilder('version').where('version.kind = :kind', { kind });
    return versionsPage(published, asked, { kind, version: 1, texts: shippedTexts[kind] });
  }

  /** As it would read about a real case: nothing is sent. Who looks has read the case, and that is noted. */
  @Post(':kind/preview')
  @Answers(200, TemplatePreviewShown)
  @Refuses(409, 'The draft is none that could be published.')
  async preview(
    @Param() { kind }: TemplatePath,
    @Body() { complaintId, locale, draft }: TemplatePreviewAsked,
    @AskedBy() caller: Caller,
  ): Promise<TemplatePreviewShown> {
    const contact = await this.contacts.findOneBy({ complaintId });
    if (!contact) throw new NotThereError('complaint');
    const inForce = textFor(textsInForce(kind, await this.commands.stateOf(templates, kind)), locale);
    const wording = draft ? { locale, ...draft } : inForce;
    if (!wording) throw new NotThereError('text');
    const fault = faultOf(kind, wording);
    if (fault) throw new RefusedError(fault);
    const letter = await this.letters.write(await noticeLike(this.notices, complaintId, kind), contact, wording);
    await this.caseReads.record(caller, complaintId, 'notification');
    return { locale: letter.locale, ...letter.shown };
  }
}
