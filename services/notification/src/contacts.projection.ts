import {
  type Channel,
  type ComplaintId,
  type CustomerKey,
  firstLinkGeneration,
  type PersonId,
} from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a message about a complaint needs: to whom, in which language, and what was promised. */
@Entity('contacts')
export class Contact {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('text') caseNumber!: string;
  @Column('text') channel!: Channel;
  @Column('uuid', { nullable: true }) customerKey!: CustomerKey | null;
  @Column('timestamptz') receivedAt!: Date;
  @Column('text', { nullable: true }) locale!: string | null;
  /** Of what the customer wrote, where they said nothing about it. */
  @Column('text', { nullable: true }) language!: string | null;
  @PersonalColumn('contact') name!: string | null;
  @PersonalColumn('contact') email!: string | null;
  @PersonalColumn('contact') phone!: string | null;
  /** Whether they were ever there: what was forgotten is told from what was never known. */
  @Column('boolean') gaveEmail!: boolean;
  @Column('boolean') gavePhone!: boolean;
  @Column('uuid', { nullable: true }) ownerId!: PersonId | null;
  @Column('timestamptz', { nullable: true }) firstResponseDueAt!: Date | null;
  @Column('timestamptz', { nullable: true }) resolutionDueAt!: Date | null;
  /** Of the links that open the case to the customer. */
  @Column('int') linkGeneration!: number;
}

const promised = (row: Contact | undefined, metric: string, dueAt: Date): Contact | undefined =>
  row && { ...row, ...(metric === 'resolution' ? { resolutionDueAt: dueAt } : { firstResponseDueAt: dueAt }) };

export const contactRows = projection<Contact, 'complaintId'>({
  name: 'notification.contacts',
  table: Contact,
  key: ['complaintId'],
  on: {
    ComplaintReceived: (row, data) =>
      row ?? {
        complaintId: data.complaintId,
        caseNumber: data.caseNumber,
        channel: data.channel,
        customerKey: data.customerKey ?? null,
        receivedAt: data.receivedAt,
        locale: data.locale ?? null,
        language: null,
        name: data.customerName ?? null,
        email: data.customerEmail ?? null,
        phone: data.customerPhone ?? null,
        gaveEmail: data.customerEmail !== undefined,
        gavePhone: data.customerPhone !== undefined,
        ownerId: null,
        firstResponseDueAt: null,
        resolutionDueAt: null,
        linkGeneration: firstLinkGeneration,
      },
    TextDescribed: (row, { language }) =>
      row && { ...row, language: row.language ?? (language === 'other' ? null : language) },
    OwnerAssigned: (row, { ownerId }) => row && { ...row, ownerId },
    OwnershipEnded: (row) => row && { ...row, ownerId: null },
    LinksRevoked: (row, { generation }) => row && { ...row, linkGeneration: generation },
    ClockStarted: (row, { metric, dueAt }) => promised(row, metric, dueAt),
    ClockResumed: (row, { metric, dueAt }) => promised(row, metric, dueAt),
    ClockReopened: (row, { metric, dueAt }) => promised(row, metric, dueAt),
    ClockRederived: (row, { metric, dueAt }) => promised(row, metric, dueAt),
  },
});
