declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ComplaintId = Branded<'ComplaintId'>;
export type MessageId = Branded<'MessageId'>;
export type ProposalId = Branded<'ProposalId'>;
/** A pseudonym that follows from the retailer's customer id by a keyed hash: the same customer, but not who. */
export type CustomerKey = Branded<'CustomerKey'>;
export type PersonId = Branded<'PersonId'>;
export type TeamId = Branded<'TeamId'>;
export type ChannelKeyId = Branded<'ChannelKeyId'>;
export type AbsenceId = Branded<'AbsenceId'>;
export type InvestigationId = Branded<'InvestigationId'>;
export type CompensationId = Branded<'CompensationId'>;
/** `<year>-<month>.<currency>` */
export type BudgetId = Branded<'BudgetId'>;
export type NoticeId = Branded<'NoticeId'>;
