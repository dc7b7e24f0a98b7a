/** By another machine's clock an answer may seem to come before the question: what follows is never earlier. */
export const laterOf = (one: Date, other: Date): Date => (one > other ? one : other);

export const earlierOf = (one: Date, other: Date): Date => (one < other ? one : other);

const minuteMs = 60_000;

/** Whole minutes: one that has only begun is not counted. */
export const minutesBetween = (from: Date, until: Date): number =>
  Math.max(0, Math.floor((until.getTime() - from.getTime()) / minuteMs));

/** The category of a product: its code up to the first hyphen. */
export const categoryOf = (productCode: string): string => productCode.split('-', 1)[0] || productCode;
