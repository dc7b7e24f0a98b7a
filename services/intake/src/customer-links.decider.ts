import { type ComplaintId, firstLinkGeneration } from '@redress/contracts';
import { type Decider, event, inForce } from '@redress/eventing';
import { linkPolicy } from './link-policy.decider.js';

interface Commands {
  IssueLink: { readonly complaintId: ComplaintId; readonly linkId: string };
  RevokeLinks: { readonly complaintId: ComplaintId };
}

interface Issued {
  readonly generation: number;
  readonly expiresAt: Date;
}

/** The links to one complaint: those of its generation open it, all others do not. */
export interface CustomerLinksState {
  readonly generation: number;
  /** By the id of the link: the same request is answered with the same link. */
  readonly issued: Readonly<Record<string, Issued>>;
}

const policy = inForce(linkPolicy);

/**
 * Which links open a complaint: `intake.links-<complaintId>`. What it decides about is handed out by people; links in
 * messages are made when those go, and are of the generation of then.
 */
export const customerLinks: Decider<
  Commands,
  'LinkIssued' | 'LinksRevoked',
  CustomerLinksState,
  never,
  { policy: typeof policy }
> = {
  category: 'intake.links',
  initial: { generation: firstLinkGeneration, issued: {} },
  facts: { policy },

  decide: {
    IssueLink: ({ complaintId, linkId }, { generation, issued }, { at, policy }) => {
      if (Object.hasOwn(issued, linkId)) return [];
      const expiresAt = new Date(wholeSeconds(at.getTime() + policy.validDays * 86_400_000));
      const link = { complaintId, linkId, generation, policyVersion: policy.version };
      return [event('LinkIssued', { ...link, issuedAt: at, expiresAt })];
    },

    /** Never "already so": nobody knows of links that went out in messages meanwhile. */
    RevokeLinks: ({ complaintId }, { generation }, { at }) => [
      event('LinksRevoked', { complaintId, generation: generation + 1, revokedAt: at }),
    ],
  },

  evolve: {
    LinkIssued: (state, { linkId, generation, expiresAt }) => ({
      ...state,
      issued: { ...state.issued, [linkId]: { generation, expiresAt } },
    }),
    LinksRevoked: (state, { generation }) => ({ ...state, generation }),
  },
};

/** A token tells its end in seconds. */
const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000;
