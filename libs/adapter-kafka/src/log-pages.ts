import type { EventStore, Position, StoredEvent } from '@redress/eventing';

/** A page of this size may be followed by more at once. */
export const fullPage = 500;
/** Pages that are kept for partitions a little behind the first. */
const keptPages = 16;

/** Pages of the log after a position, read once for all partitions that catch up side by side. */
export const logPages = (store: EventStore): ((after: Position) => Promise<readonly StoredEvent[]>) => {
  let pages: { readonly after: Position; readonly events: Promise<readonly StoredEvent[]> }[] = [];
  return (after) => {
    const known = pages.find((page) => page.after === after);
    if (known) return known.events;
    const page = { after, events: store.readLog(after, fullPage) };
    pages = [...pages.slice(1 - keptPages), page];
    const forget = (): void => {
      pages = pages.filter((other) => other !== page);
    };
    // A page that is not full says nothing about the next moment.
    page.events.then((found) => found.length < fullPage && forget(), forget);
    return page.events;
  };
};
