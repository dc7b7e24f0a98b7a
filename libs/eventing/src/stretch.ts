/** Events of one stream that stand side by side. */
export interface Stretch {
  readonly stream: string;
  /** Revisions, both of them included. */
  readonly first: number;
  readonly last: number;
}

/** The stretches with one event more, which is later in its stream than those that are there. */
export const withEvent = (stretches: readonly Stretch[], stream: string, revision: number): readonly Stretch[] => {
  const index = stretches.findLastIndex((one) => one.stream === stream);
  const last = stretches[index];
  if (last?.last === revision - 1) return stretches.with(index, { ...last, last: revision });
  return [...stretches, { stream, first: revision, last: revision }];
};
