export * from './key-encryption.js';
export * from './personal-column.js';
export * from './personal-data.js';
export { createPrivateFile } from './private-file.js';
export * from './pseudonym.js';
export { SealBroken, generationOf } from './sealed-text.js';
export * from './vault.js';
export * from './withdrawn-keys.js';
export * from './without-keys.js';
