export { type DoubleOptions, type EventStoreDbDouble, startEventStoreDbDouble } from './double.js';
export type { BrokenPromise, Call, Fault, Faults } from './faults.js';
