import type {
  CompensationId,
  ComplaintId,
  CoveredNotice,
  CustomerCarrier,
  CustomerKey,
  MessageId,
  NoticeId,
  NoticeKind,
  PersonId,
  TemplateText,
} from '@redress/contracts';
import type { Compensation } from './compensations.projection.js';
import type { ContactPolicy } from './contact-policy.decider.js';
import type { Contact } from './contacts.projection.js';
import type { NoticeRow } from './notices.projection.js';
import type { Person } from './people.projection.js';
import type { PreferenceRow } from './preferences.projection.js';
import { gathered, type Known, type Readers, valuesOf, written, type Written } from './rendering.rules.js';
import type { Spoken } from './spoken.projection.js';
import { variablesIn } from './variables.rules.js';

/** What letters are written from: rows of this service, opened for what is not forgotten. */
export interface Sources {
  /** Resolves once the rows of a complaint are as the log is now; rejects when that takes too long. */
  readonly upToDate: (complaintId: ComplaintId) => Promise<void>;
  readonly notice: (complaintId: ComplaintId, noticeId: NoticeId) => Promise<NoticeRow | null>;
  readonly contact: (complaintId: ComplaintId) => Promise<Contact | null>;
  readonly person: (personId: PersonId) => Promise<Person | null>;
  readonly preference: (customerKey: CustomerKey | null) => Promise<PreferenceRow | null>;
  readonly spoken: (complaintId: ComplaintId, messageId: MessageId) => Promise<Spoken | null>;
  readonly compensation: (complaintId: ComplaintId, id: CompensationId) => Promise<Compensation | null>;
  /** `undefined` while the version has not come here yet. */
  readonly texts: (kind: NoticeKind, version: number) => Promise<readonly TemplateText[] | undefined>;
  readonly textFor: (texts: readonly TemplateText[], locale: string) => TemplateText | undefined;
  readonly policy: () => Promise<ContactPolicy>;
  /** Where the customer finds the case: as it may be written down, and with what opens it to whoever has it. */
  readonly caseLink: (contact: Contact) => Promise<{ readonly page: string; readonly url: string }>;
}

/** A message as it reads for the one it is for, and as it is kept: without the name, and without what opens the case. */
export interface Letter extends Written, Readers {
  /** As a colleague may look at it now: with the name, and without what opens the case. */
  readonly shown: Written;
  /** As the carrier gets it. The link to the case that stands in it is kept nowhere. */
  readonly carried: Written;
  readonly complaintId: ComplaintId;
  readonly caseNumber: string;
  readonly kind: NoticeKind;
  readonly personId?: PersonId;
  readonly templateVersion: number;
  readonly covers: readonly CoveredNotice[];
  /** By which the customer wishes to be written to. */
  readonly carrier?: CustomerCarrier;
  readonly to: { readonly name?: string; readonly email?: string; readonly phone?: string };
  /** What it would say, or to whom, was forgotten. */
  readonly failure?: 'forgotten';
}

/** What a letter is written from, where it is not the notice's own template. */
export type Wording = Pick<TemplateText, 'locale' | 'subject' | 'body'>;

/** Writes messages: from the words in force when they were asked for, and from what is known when they go. */
export class Letters {
  constructor(private readonly sources: Sources) {}

  policy(): Promise<ContactPolicy> {
    return this.sources.policy();
  }

  /** Rejects while something that it needs has not come here yet. */
  async letter({ complaintId, noticeId }: Pick<NoticeRow, 'complaintId' | 'noticeId'>): Promise<Letter> {
    await this.sources.upToDate(complaintId);
    const row = await this.sources.notice(complaintId, noticeId);
    const contact = await this.sources.contact(complaintId);
    if (!row || !contact) throw new Error(`What the message ${noticeId} is about has not come here yet.`);
    return this.write(row, contact);
  }

  async write(row: NoticeRow, contact: Contact, wording?: Wording): Promise<Letter> {
    const person = row.personId === null ? null : await this.sources.person(row.personId);
    const preference = row.personId === null ? await this.sources.preference(contact.customerKey) : null;
    const policy = await this.sources.policy();
    const theirs = preference?.locale ?? contact.locale ?? contact.language ?? policy.locale;
    const asked = wording?.locale ?? (row.personId === null ? theirs : (person?.locale ?? policy.locale));
    const text = wording ?? (await this.textOf(row, asked));
    const readers = { locale: text.locale, timeZone: preference?.timeZone ?? policy.timeZone };
    const known = await this.known(row, contact, person);
    const brought = await this.brought(row, contact);
    const link = await this.linkIn(text, contact);
    const reads = (
      caseLink: string | undefined,
      customerName: string | null,
      messages: readonly Written[],
    ): Written => {
      const told = { ...known, customerName, ...(caseLink !== undefined && { caseLink }) };
      if (messages.length === 0) return written(text, valuesOf(told, readers));
      const bringing = gathered(messages, written(text, valuesOf(told, readers)));
      return written(text, valuesOf({ ...told, text: bringing, count: messages.length }, readers));
    };
    const { complaintId, kind, templateVersion, covers } = row;
    const isForgotten =
      known.text === null || brought.some(({ failure }) => failure) || (row.personId === null && isGone(contact));
    return {
      // The name ends with its purpose, what was said is kept as long as the law wants: it must not stand in it.
      ...reads(link?.page, null, brought),
      shown: reads(
        link?.page,
        contact.name,
        brought.map(({ shown }) => shown),
      ),
      carried: reads(
        link?.url,
        contact.name,
        brought.map(({ carried }) => carried),
      ),
      ...readers,
      ...{ complaintId, kind, templateVersion, covers, caseNumber: contact.caseNumber },
      ...(row.personId !== null && { personId: row.personId }),
      ...(preference?.carrier && { carrier: preference.carrier }),
      ...(isForgotten && { failure: 'forgotten' }),
      to: {
        ...(contact.name !== null && { name: contact.name }),
        ...(contact.email !== null && { email: contact.email }),
        ...(contact.phone !== null && { phone: contact.phone }),
      },
    };
  }

  private async textOf({ kind, templateVersion }: NoticeRow, locale: string): Promise<TemplateText> {
    const texts = await this.sources.texts(kind, templateVersion);
    const text = texts && this.sources.textFor(texts, locale);
    if (!text) throw new Error(`Version ${templateVersion} of ${kind} has not come here yet.`);
    return text;
  }

  private async known(row: NoticeRow, contact: Contact, person: Person | null): Promise<Known> {
    const { complaintId } = row;
    const { messageId, compensationId, ownerId = contact.ownerId } = row.matter;
    const owner = ownerId ? await this.sources.person(ownerId) : null;
    const said = messageId ? await this.sources.spoken(complaintId, messageId) : null;
    const compensation = compensationId && (await this.sources.compensation(complaintId, compensationId));
    return {
      ...contact,
      customerName: contact.name,
      ...(row.personId !== null && { personName: person?.name ?? null }),
      ownerName: owner?.name ?? null,
      ...(messageId && { text: said?.text ?? null }),
      matter: {
        ...(compensation && { compensation: compensation.kind }),
        ...(compensation?.amount && { amount: compensation.amount }),
        ...withInstants(row.matter),
      },
    };
  }

  /** Made when a message goes, and only for one that mentions it. */
  private async linkIn({ subject, body }: Wording, contact: Contact) {
    return variablesIn(`${subject} ${body}`).includes('caseLink') ? this.sources.caseLink(contact) : undefined;
  }

  /** What a digest brings; nothing for any other message. */
  private async brought({ complaintId, covers }: NoticeRow, contact: Contact): Promise<readonly Letter[]> {
    const letters: Letter[] = [];
    for (const { noticeId } of covers) {
      const row = await this.sources.notice(complaintId, noticeId);
      if (!row) throw new Error(`The message ${noticeId} of a digest has not come here yet.`);
      letters.push(await this.write(row, contact));
    }
    return letters;
  }
}

/** Out of a row of JSON instants come as text. */
const withInstants = ({ dueAt, closedAt, ...matter }: NoticeRow['matter']): NoticeRow['matter'] => ({
  ...matter,
  ...(dueAt && { dueAt: new Date(dueAt) }),
  ...(closedAt && { closedAt: new Date(closedAt) }),
});

/** A way to reach the customer was known, and is not any more. */
const isGone = ({ gaveEmail, email, gavePhone, phone }: Contact): boolean =>
  (gaveEmail && email === null) || (gavePhone && phone === null);
