export * from './hand-moved-clock.js';
export * from './platform.js';
