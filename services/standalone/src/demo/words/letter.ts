import type { Channel, ComplaintType, Remedy } from '@redress/contracts';
import type { Language } from '../customers.js';
import type { Category } from '../shop.js';

/** What somebody writes about one thing; `{product:이/가}` and the like are filled in. */
export interface Letter {
  readonly about: ComplaintType;
  readonly language: Language;
  readonly wants: Remedy;
  readonly text: string;
  /** Kinds of goods, or codes of single products. Absent: whatever was bought. */
  readonly goods?: readonly (Category | `${string}-${number}`)[];
  /** Absent: by whatever channel. Staff note down what they are told. */
  readonly by?: readonly Channel[];
  /** It has a beginning and an end of its own. */
  readonly isWhole?: true;
}

type Rest = Pick<Letter, 'goods' | 'by' | 'isWhole'>;

/** Letters about one matter in one language. */
export const letters = (
  about: ComplaintType,
  language: Language,
  list: readonly (readonly [wants: Remedy, text: string, rest?: Rest])[],
): readonly Letter[] => list.map(([wants, text, rest = {}]) => ({ about, language, wants, text, ...rest }));

export const noted: Rest = { by: ['call-centre', 'store'], isWhole: true };
export const whole: Rest = { isWhole: true };
