export { type EventStoreDb, eventStoreDb, type EventStoreDbOptions } from './event-store.js';
export { EventStoreDbUnreachable, PromiseBroken, StreamTombstoned } from './failures.js';
export type { Following } from './following.js';
export { checkedUrl, WrongEventStoreDbUrl } from './url.js';
