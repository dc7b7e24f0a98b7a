import { type Actor, type Cause, type Decider, derivedId, event } from '@redress/eventing';

interface Commands {
  RecordFeedRead: { readonly readerId: string; readonly selection: string };
}

/** Who read the feed with personal data in clear, in a stream per reader. */
export const feedReader: Decider<Commands, 'FeedRead', null> = {
  category: 'audit.feed-reads',
  initial: null,
  endless: { edition: 1 },
  decide: {
    RecordFeedRead: (read, _, { at }) => [event('FeedRead', { ...read, service: 'audit', readAt: at })],
  },
  evolve: { FeedRead: (state) => state },
};

const hourMs = 3_600_000;

/** Once per reader, selection and hour: the command's id names the hour, so that a second one is a repetition. */
export const causeOfFeedRead = (by: Actor, selection: string, at: Date): Cause => {
  const commandId = derivedId('feed-read', by.id, selection, String(Math.floor(at.getTime() / hourMs)));
  return { commandId, by, at, correlationId: commandId, causationId: commandId, historical: false };
};
