export * from './faults.js';
export * from './hand-moved-clock.js';
export * from './jumping-clock.js';
export * from './otlp-collector.js';
export * from './platform.js';
export * from './tcp-proxy.js';
