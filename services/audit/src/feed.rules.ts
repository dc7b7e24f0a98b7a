/** Which streams a reader of the feed wants. */
export interface Selection {
  /** In the access record: the same for the same categories, in whatever order they were asked for. */
  readonly name: string;
  readonly takes: (event: { readonly stream: string }) => boolean;
}

const category = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;

/** Categories with commas between them; without any, all streams. `undefined` where one is no `<service>.<noun>`. */
export const selectionOf = (text?: string): Selection | undefined => {
  if (text === undefined) return { name: 'all', takes: () => true };
  const wanted = [...new Set(text.split(','))].toSorted();
  if (!wanted.every((each) => category.test(each))) return undefined;
  return { name: wanted.join(','), takes: ({ stream }) => wanted.some((each) => stream.startsWith(`${each}-`)) };
};
