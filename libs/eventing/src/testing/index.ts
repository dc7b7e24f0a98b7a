export * from './chance.js';
export * from './event-bus-contract.js';
export * from './event-store-contract.js';
export * from './histories.js';
export * from './interleaving.js';
export * from './memory-store.js';
export * from './projection-suite.js';
export * from './specify.js';
