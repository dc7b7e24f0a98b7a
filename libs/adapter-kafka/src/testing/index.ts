export * from './events.js';
export * from './hearing.js';
export * from './local-kafka.js';
export * from './publishing.js';
export * from './topic-contents.js';
export * from './topics.js';
