import type { Channel, CompensationKind, ComplaintType, Finding, Remedy, TeamFunction, Tier } from '@redress/contracts';

/** A complaint as it is sent; instants are texts, as in JSON. */
export interface Given {
  readonly channel: Channel;
  readonly externalRef: string;
  readonly text: string;
  readonly subject?: string;
  readonly productCode?: string;
  readonly remedySought?: Remedy;
  readonly receivedAt?: string;
  readonly customer: {
    readonly id?: string;
    readonly name: string;
    readonly email?: string;
    readonly phone?: string;
    readonly tier?: Tier;
    readonly preferredChannel?: Channel;
    readonly locale: string;
  };
  readonly order?: {
    readonly number: string;
    readonly valueMinor: number;
    readonly currency: string;
    readonly region: string;
    readonly sellerId: string;
    readonly brand: string;
    readonly promisedAt?: string;
    readonly deliveredAt?: string;
  };
}

export type Verdict = 'approve' | 'decline' | 'leave';

/** What somebody does in a story. */
export type Deed =
  | { readonly does: 'reply'; readonly text: string; readonly asks: 'nothing' | 'customer' }
  | { readonly does: 'write'; readonly text: string }
  | { readonly does: 'note'; readonly text: string }
  | { readonly does: 'propose'; readonly remedy: Remedy; readonly text: string }
  | { readonly does: 'accept' }
  | { readonly does: 'decline'; readonly reason: string }
  /** The first of these kinds that the tariff offers. */
  | { readonly does: 'offer'; readonly kinds: readonly CompensationKind[]; readonly verdict: Verdict }
  /** Beside the tariff; in whole won. */
  | {
      readonly does: 'except';
      readonly kind: CompensationKind;
      readonly won: number;
      readonly reason: string;
      readonly verdict: Verdict;
    }
  | { readonly does: 'ask-team'; readonly team: TeamFunction; readonly question: string }
  | { readonly does: 'answer'; readonly team: TeamFunction; readonly finding: Finding; readonly result: string }
  | { readonly does: 'resolve'; readonly remedy: Remedy; readonly text: string }
  | { readonly does: 'confirm' }
  | { readonly does: 'reopen'; readonly reason: string }
  | { readonly does: 'close' };

export interface Step {
  /** Since what came before, as long as it would take in life. */
  readonly hours: number;
  readonly deed: Deed;
}

/** A complaint and what becomes of it, from its first word to its last. */
export interface Story {
  readonly given: Given;
  /** What it is, whatever triage takes it for. */
  readonly about: ComplaintType;
  /** By its number: two demonstrations of one seed send the same, and never twice. */
  readonly number: number;
  /** Which of the customer's complaints, from 0. */
  readonly round: number;
  readonly orderWon: number;
  readonly course: readonly Step[];
}

export interface PresentStory extends Story {
  /** After the beginning, at speed 1. */
  readonly startsMs: number;
}
