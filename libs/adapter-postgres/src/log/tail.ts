import { type EventStore, type Position, type StoredEvent } from '@redress/eventing';

/** The newest part of the log, read once for all consumers of the process. */
export interface Tail {
  /** What follows a position, at most a page. */
  after(position: Position): Promise<readonly StoredEvent[]>;
}

/** A page of this size may be followed by more at once. */
export const fullPage = 500;
/** Pages that are kept for consumers a little behind the first. */
const keptPages = 8;

/** What tables that are made anew together read of the log, once for all of them. */
export const readOnce = (store: EventStore, pageSize: number): EventStore => {
  const tail = tailOf(store, pageSize);
  return {
    ...store,
    readLog: (after, limit) => (limit === pageSize ? tail.after(after) : store.readLog(after, limit)),
  };
};

export const tailOf = (store: EventStore, pageSize = fullPage): Tail => {
  let pages: { readonly after: Position; readonly events: Promise<readonly StoredEvent[]> }[] = [];

  return {
    after: async (position) => {
      const known = pages.find((page) => page.after === position);
      if (known) return known.events;
      const events = store.readLog(position, pageSize);
      const page = { after: position, events };
      pages = [...pages.slice(1 - keptPages), page];
      const forget = (): void => {
        pages = pages.filter((other) => other !== page);
      };
      // An empty page says nothing about the next moment.
      events.then((found) => found.length === 0 && forget(), forget);
      return events;
    },
  };
};
