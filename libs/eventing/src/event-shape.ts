import type { EventName } from './event.js';

/** What the law and the house keep a personal field for: `contact` ends with the purpose, `record` is kept as long as the law says. */
export type Purpose = 'contact' | 'record';

export interface PersonalField {
  /** From the event's data to the field. */
  readonly path: readonly string[];
  readonly purpose: Purpose;
}

/** What the kernel must know of one version of an event; contracts derive it from the class that defines the event. */
export interface EventShape {
  readonly name: EventName;
  /** `<service>.<Name>` */
  readonly type: string;
  readonly version: number;
  readonly keyOf: (data: never) => string;
  readonly instants: readonly (readonly string[])[];
  readonly personal: readonly PersonalField[];
  /** Whose personal data it is; only asked where there are personal fields. */
  readonly subjectOf: (data: never) => string;
  /** The pseudonym of the customer, where the event tells it. */
  readonly customerOf: (data: never) => string | undefined;
  /** One sentence per field that breaks the contract; empty when all is well. */
  readonly faults: (data: never) => readonly string[];
}

/** How an event of an older version reads today. Works on what was stored, with instants as text and personal fields opened. */
export interface Upcaster {
  readonly type: string;
  readonly from: number;
  readonly upcast: (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** Every version of every event, and how old ones become new. */
export interface Catalogue {
  readonly shapes: readonly EventShape[];
  readonly upcasters: readonly Upcaster[];
}
