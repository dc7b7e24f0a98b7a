import { Injectable } from '@nestjs/common';
import { originOf } from '@redress/privacy';
import type { Purpose, SealedField } from '@redress/eventing';
import { Runtime } from './runtime.js';

/** Whose text it is, what for, and where it stands: it opens nowhere else. */
export interface TextPlace {
  readonly subject: string;
  readonly purpose: Purpose;
  /** `<service>.<table>` */
  readonly table: string;
  /** Of its row. */
  readonly id: string;
}

export interface KeptText {
  readonly sealed: string;
  /** For the column beside it, `<name>_origin`: forgetting empties both by it. */
  readonly origin: string;
}

/**
 * Personal text that a service keeps in a table of its own, beside the log. Such a table is backed up and cannot be made
 * anew, so what stands in it is sealed like an event's: with the key it is gone everywhere.
 */
@Injectable()
export class KeptTexts {
  constructor(private readonly runtime: Runtime) {}

  async seal(place: TextPlace, text: string): Promise<KeptText> {
    const { subject, purpose } = place;
    const seal = await this.runtime.adapters.personal.forWriting([{ subject, customer: undefined }]);
    const sealed = seal(fieldOf(place), text);
    return { sealed, origin: originOf({ subject, purpose, generation: Number.parseInt(sealed, 10) }) };
  }

  /** `null` once it was forgotten. Throws where the key is lost or the text is not what was sealed there. */
  async open(place: TextPlace, sealed: string): Promise<string | null> {
    const data = JSON.stringify({ text: sealed });
    const open = await this.runtime.adapters.personal.forReading([{ data, metadata: { subject: place.subject } }]);
    return open(fieldOf(place), sealed) as string | null;
  }
}

const fieldOf = ({ subject, purpose, table, id }: TextPlace): SealedField => ({
  path: ['text'],
  purpose,
  subject,
  eventId: id,
  type: table,
});
