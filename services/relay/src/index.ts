export { measured } from './measures.adapter.js';
export { checkpointOf, openRelayDatabase, type RelayDatabase, schema } from './relay-database.adapter.js';
export { relay, type RelayParts } from './relay.adapter.js';
export { RelayModule, topicOf } from './relay.module.js';
export { republish } from './republish.adapter.js';
