export * from './api.js';
export * from './evidence.js';
export * from './running-product.js';
export * from './shop.js';
export * from './tables.js';
