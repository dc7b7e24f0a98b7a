import type { Personal as PersonalValue } from '@redress/eventing';
import { Count, Flag, Id, Instant, Line, ListOf, ManyOf, OneOf, Optional, Personal, Shape } from './index.js';

const words = ['a', 'b'] as const;
type Word = (typeof words)[number];
declare const brand: unique symbol;
type SomeId = string & { readonly [brand]: 'SomeId' };

class Part {
  @Count({ max: 3 }) count!: number;
}

/** The compiler takes these; running them proves nothing more. */
class Agreeing {
  @Id() id!: SomeId;
  @Optional() @Instant() at?: Date;
  @OneOf(...words) word!: Word;
  @Optional() @OneOf('a') only?: 'a';
  @ManyOf(...words) words!: readonly Word[];
  @Personal('record') @Line({ maxBytes: 9 }) line!: PersonalValue;
  @Shape(() => Part) part!: Part;
  @Optional() @ListOf(() => Part, { max: 3 }) parts?: readonly Part[];
}

/** The compiler refuses each of these: a type that says something else than its decorator. */
class Contradicting {
  // @ts-expect-error a word that the type does not know
  @OneOf(...words) fewer!: 'a';
  // @ts-expect-error a word that the decorator would refuse
  @OneOf(...words) more!: Word | 'c';
  // @ts-expect-error any text, where only two words pass
  @OneOf(...words) any!: string;
  // @ts-expect-error a word that the type does not know
  @ManyOf(...words) many!: readonly 'a'[];
  // @ts-expect-error one, not many
  @ManyOf(...words) one!: Word;
  // @ts-expect-error a number is not text
  @Count({ max: 3 }) count!: string;
  // @ts-expect-error here an instant is a Date
  @Instant() at!: string;
  // @ts-expect-error a flag is no number
  @Flag() flag!: number;
  // @ts-expect-error another class
  @Shape(() => Part) part!: { other: number };
  // @ts-expect-error a list
  @ListOf(() => Part, { max: 3 }) parts!: Part;
}

test('types and decorators that contradict each other do not compile', () => {
  expect([new Agreeing(), new Contradicting()]).toHaveLength(2);
});
