import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));

/** Specs that need more than this repository and PostgreSQL, or more time, are named for it and run by that name only. */
const special = ['thorough', 'journey', 'faults', 'kafka', 'eventstoredb', 'browser', 'helm', 'fuzz'];
const only = process.env.REDRESS_SPECS;

/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/contracts', '<rootDir>/libs', '<rootDir>/services', '<rootDir>/bench'],
  testMatch: [only ? `**/src/**/*.${only}.spec.ts` : '**/src/**/*.spec.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/libs/repo-rules/fixtures/',
    ...(only ? [] : [`\\.(${special.join('|')})\\.spec\\.ts$`]),
  ],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/libs/repo-rules/fixtures/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
    '^fast-check$': '<rootDir>/scripts/jest/fast-check.mjs',
  },
  testEnvironmentOptions: { customExportConditions: ['@redress/source', 'node', 'node-addons'] },
  reporters: ['default', '<rootDir>/scripts/totals-reporter.mjs'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  coverageProvider: 'v8',
  coverageDirectory: '<rootDir>/coverage',
  collectCoverageFrom: ['{contracts,libs/*,services/*}/src/**/*.ts', '!**/*.spec.ts', '!**/testing/**'],
  globalSetup: '<rootDir>/scripts/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest/global-teardown.mjs',
  maxWorkers: 2,
  testTimeout: only ? 300_000 : 30_000,
  watchman: false,
};
