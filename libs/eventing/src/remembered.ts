/**
 * Makes something once for each name, and hands out the same ever after: for what takes long to make and never changes,
 * such as a format of dates. Only for names of which there are few.
 */
export const remembered = <Made>(make: (name: string) => Made): ((name: string) => Made) => {
  const known = new Map<string, Made>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = make(name);
    known.set(name, made);
    return made;
  };
};
