import { memoryVault } from './testing/memory-vault.js';
import { vaultContract } from './testing/vault-contract.js';

describe('The vault in memory keeps the contract of vaults', () => {
  const vault = memoryVault();
  vaultContract(async () => vault);
});
