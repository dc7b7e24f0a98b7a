import type { KeyGeneration } from '@redress/contracts';
import type { EventTypes, Recorded } from '@redress/eventing';
import type { WithdrawnKey } from '@redress/privacy';

const withdraw =
  (state: WithdrawnKey['state']) =>
  ({ generations }: { readonly generations: readonly KeyGeneration[] }): readonly WithdrawnKey[] =>
    generations.map(({ subject, purpose, generation }) => ({ subject, purpose, generation, state }));

const by: { readonly [T in keyof EventTypes]?: (data: EventTypes[T]) => readonly WithdrawnKey[] } = {
  ForgettingBegun: withdraw('closed'),
  CustomerForgotten: withdraw('destroyed'),
  RecordForgotten: withdraw('destroyed'),
};

/** Which keys nobody may be shown anything under from this event on. */
export const withdrawals = ({ type, data }: Recorded): readonly WithdrawnKey[] =>
  (by[type] as ((data: unknown) => readonly WithdrawnKey[]) | undefined)?.(data) ?? [];
