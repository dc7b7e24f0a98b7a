import {
  type ComplaintGiven,
  type ComplaintId,
  type ComplaintReceived,
  type CustomerKey,
  type MessageId,
  type OrderFacts,
  type RequiredFact,
} from '@redress/contracts';
import { derivedId } from '@redress/eventing';

export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** A channel's clock may run a little ahead of ours; what it sends then has reached us now. */
const clockSkewMs = 5_000;

/** The same reference of a channel is the same complaint; without one, the same request is. */
export const complaintIdOf = ({ channel, externalRef }: ComplaintGiven, commandId: string): ComplaintId =>
  (externalRef === undefined ? idOfRequest(commandId) : derivedId('complaint', channel, externalRef)) as ComplaintId;

/** Of the complaint that a request makes, unless it names one by its channel's reference. */
export const idOfRequest = (commandId: string): ComplaintId => derivedId('complaint', commandId) as ComplaintId;

/** What is there of a command besides the complaint: a message, a proposal. */
export const idWithin = <Id extends string>(commandId: string, what: string): Id => derivedId(what, commandId) as Id;

/** What a command adds to a conversation. */
export const entryIn = (
  complaintId: ComplaintId,
  commandId: string,
): { readonly complaintId: ComplaintId; readonly messageId: MessageId } => ({
  complaintId,
  messageId: idWithin<MessageId>(commandId, 'message'),
});

/** What a shop knows, and a customer at the public form does not. */
const onlyTrusted = {
  order: ['valueMinor', 'currency', 'region', 'sellerId', 'brand', 'promisedAt', 'deliveredAt'],
  customer: ['tier'],
} as const satisfies { order: readonly (keyof OrderFacts)[]; customer: readonly ['tier'] };

/** What nobody may state at the public form, field by field. */
export const faultsOfPublicForm = (given: ComplaintGiven): readonly Fault[] => {
  const { channel, order = {}, customer = {}, receivedAt, externalRef } = given;
  const stated = [
    ...onlyTrusted.customer.filter((name) => customer[name] !== undefined).map((name) => `customer.${name}`),
    ...onlyTrusted.order.filter((name) => order[name] !== undefined).map((name) => `order.${name}`),
    ...(externalRef === undefined ? [] : ['externalRef']),
    ...(receivedAt === undefined ? [] : ['receivedAt']),
  ].map((field) => ({ field, message: 'only a trusted caller may state this' }));
  return channel === 'web' ? stated : [{ field: 'channel', message: 'must be web at the public form' }, ...stated];
};

/** What does not fit together, whoever states it. */
export const faultsOfFacts = ({ order, receivedAt }: ComplaintGiven, now: Date): readonly Fault[] => [
  ...(order?.valueMinor !== undefined && order.currency === undefined
    ? [{ field: 'order.currency', message: 'must be there where order.valueMinor is' }]
    : []),
  ...(receivedAt !== undefined && receivedAt.getTime() > now.getTime() + clockSkewMs
    ? [{ field: 'receivedAt', message: 'must not lie in the future' }]
    : []),
];

/** When it reached us: as stated, never later than now. */
export const receivedAtOf = ({ receivedAt }: ComplaintGiven, now: Date): Date =>
  receivedAt !== undefined && receivedAt < now ? receivedAt : now;

/** Handling needs these facts; a complaint without them is kept all the same, and they are asked for. */
export const missingFacts = ({ customer, order, productCode }: ComplaintGiven): readonly RequiredFact[] => [
  ...(customer?.id === undefined ? (['customer-id'] as const) : []),
  ...(order?.number === undefined ? (['order-number'] as const) : []),
  ...(productCode === undefined ? (['product-code'] as const) : []),
];

type Facts = Omit<ComplaintReceived, 'complaintId' | 'messageId' | 'caseNumber' | 'receivedAt' | 'missing'>;

/** What was given, under the names of the event. */
export const factsGiven = (given: ComplaintGiven, customerKey: CustomerKey | undefined): Facts => {
  const { channel, externalRef, customer = {}, order, productCode, subject, text, remedySought } = given;
  const { id: customerId, name: customerName, email: customerEmail, phone: customerPhone } = customer;
  const { tier, preferredChannel, locale } = customer;
  const person = {
    customerKey,
    customerId,
    customerName,
    customerEmail,
    customerPhone,
    tier,
    preferredChannel,
    locale,
  };
  return { channel, text, ...present({ externalRef, ...person, order, productCode, subject, remedySought }) };
};

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what was not given: a field is absent in an event, never `undefined`. */
const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
