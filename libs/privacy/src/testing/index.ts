export * from './memory-vault.js';
export * from './vault-contract.js';
