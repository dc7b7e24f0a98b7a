/** Something that must hold, how much of it was looked at, and where it does not. */
export interface Finding {
  readonly check: string;
  readonly looked: string;
  readonly faults: readonly string[];
}

const mostShown = 5;

export const findingShown = ({ check, looked, faults }: Finding): readonly string[] => [
  `  ${faults.length === 0 ? 'holds ' : 'BROKEN'}  ${check} (${looked})`,
  ...faults.slice(0, mostShown).map((fault) => `            ${fault}`),
  ...(faults.length > mostShown ? [`            and ${faults.length - mostShown} more`] : []),
];

/** Those that stand more often than once. */
export const repeatedIn = (texts: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return [...new Set(texts.filter((text) => seen.size === seen.add(text).size))];
};
