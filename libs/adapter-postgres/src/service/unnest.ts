/** `unnest($1::text[], …) as given(c0, …)`: rows as one array of texts per column, cast where they are used. */
export const unnestTexts = (columns: number): string => {
  const numbers = Array.from({ length: columns }, (_, index) => index);
  return `unnest(${numbers.map((n) => `$${n + 1}::text[]`).join(', ')}) as given(${numbers.map((n) => `c${n}`).join(', ')})`;
};

/** The parameters that go with it. */
export const textColumns = (rows: readonly (readonly (string | null)[])[]): (string | null)[][] =>
  (rows[0] ?? []).map((_, index) => rows.map((row) => row[index] ?? null));
