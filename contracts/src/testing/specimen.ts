import type { Personal as PersonalValue } from '@redress/eventing';
import {
  AmountMinor,
  Code,
  Count,
  Currency,
  Email,
  Event,
  Flag,
  Id,
  Instant,
  Key,
  Line,
  ListOf,
  Locale,
  ManyOf,
  OneOf,
  Optional,
  Personal,
  Phone,
  Sha256,
  Shape,
  Text,
  Words,
} from '../kit/index.js';

const words = ['red', 'green', 'blue'] as const;
type Word = (typeof words)[number];

export class Part {
  @Line({ maxBytes: 32 }) label!: string;
  @Instant() seenAt!: Date;
  @Optional() @Personal('contact') @Code({ maxBytes: 8 }) nickname?: PersonalValue;
}

class OfComplaint {
  @Key() @Id() complaintId!: string;
}

/** Every decorator there is, each both asked for and optional. Never published. */
@Event('specimen.Everything', 1)
export class Everything extends OfComplaint {
  @Code({ maxBytes: 16 }) code!: string;
  @Line({ maxBytes: 16 }) line!: string;
  @Personal('record') @Text({ maxBytes: 24 }) text!: PersonalValue;
  @Instant() at!: Date;
  @OneOf(...words) word!: Word;
  @ManyOf(...words) words!: readonly Word[];
  @Count({ min: -5, max: 1000 }) count!: number;
  @Flag() flag!: boolean;
  @AmountMinor() amountMinor!: number;
  @Currency() currency!: string;
  @Email() email!: string;
  @Phone() phone!: string;
  @Locale() locale!: string;
  @Sha256() sha256!: string;
  @Words() roleNames!: string;
  @Shape(() => Part) part!: Part;
  @ListOf(() => Part, { max: 3 }) parts!: readonly Part[];
  @Optional() @Id() customerKey?: string;
  @Optional() @Code({ maxBytes: 16 }) codeIfAny?: string;
  @Optional() @Instant() atIfAny?: Date;
  @Optional() @Count({ max: 10 }) countIfAny?: number;
  @Optional() @ManyOf(...words) wordsIfAny?: readonly Word[];
  @Optional() @Shape(() => Part) partIfAny?: Part;
  @Optional() @ListOf(() => Part, { max: 1 }) partsIfAny?: readonly Part[];
}

/** Nothing in it has to be there: an empty list must not pass for it. */
export class AllOptional {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Flag() open?: boolean;
  @Optional() @ManyOf(...words) words?: readonly Word[];
  @Optional() @Instant() before?: Date;
  @Optional() @Code({ maxBytes: 32 }) ref?: string;
}
