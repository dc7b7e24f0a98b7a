export * from './event-bus-contract.js';
export * from './event-store-contract.js';
export * from './memory-store.js';
export * from './specify.js';
