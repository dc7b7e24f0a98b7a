import type { ComplaintId } from '../ids.js';
import { Code, Count, Event, Id, Instant, Key } from '../kit/index.js';

class OfLinks {
  @Key() @Id() complaintId!: ComplaintId;
}

/** Somebody handed the customer a link to their complaint by another channel. The link itself stands nowhere. */
@Event('intake.LinkIssued', 1)
export class LinkIssued extends OfLinks {
  @Id() linkId!: string;
  /** It opens the complaint as long as this is the generation of its links. */
  @Count({ min: 1, max: 1_000_000 }) generation!: number;
  /** Of the link policy by which it expires. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @Instant() issuedAt!: Date;
  /** To the second. */
  @Instant() expiresAt!: Date;
}

/** No link to the complaint that was made until now opens it any more. */
@Event('intake.LinksRevoked', 1)
export class LinksRevoked extends OfLinks {
  /** Of the links that are made from now on. */
  @Count({ min: 2, max: 1_000_000 }) generation!: number;
  @Instant() revokedAt!: Date;
}

/** For how long links are good that are made from now on. Version 1 is the one that was shipped. */
@Event('intake.LinkPolicyPublished', 1)
export class LinkPolicyPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  @Count({ min: 1, max: 365 }) validDays!: number;
}

/** In force until another one is published: whoever makes links begins with it. */
export const shippedLinkPolicy = { version: 1, validDays: 90 } as const;
/** Of the links to a complaint until some are revoked. */
export const firstLinkGeneration = 1;

declare module '@redress/eventing' {
  interface EventTypes {
    LinkIssued: LinkIssued;
    LinksRevoked: LinksRevoked;
    LinkPolicyPublished: LinkPolicyPublished;
  }
}
