export * from './api.js';
export * from './running-product.js';
