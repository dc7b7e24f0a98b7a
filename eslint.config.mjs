import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { redress } from './libs/repo-rules/eslint/plugin.mjs';
import { projects } from './scripts/workspace.mjs';

// The boundaries are checked against Nx's graph of the projects; without a graph that rule would say nothing.
if (process.env.NX_TASK_TARGET_PROJECT === undefined) {
  process.env.NX_DAEMON ??= 'false';
  await createProjectGraphAsync({ exitOnError: false });
}

/** The folders of the projects that carry a tag. */
const tagged = (tag) =>
  projects()
    .filter(({ manifest }) => manifest.nx?.tags?.includes(tag))
    .map(({ folder }) => folder);
const sourcesOf = (tag, pattern = '**/*.ts') => tagged(tag).map((folder) => `${folder}/src/${pattern}`);

/** Which layer may depend on which. A service stands beside the other services and never on one. */
const layers = {
  kernel: [],
  contracts: ['kernel'],
  privacy: ['kernel'],
  adapter: ['kernel', 'privacy'],
  host: ['kernel', 'contracts', 'privacy', 'adapter'],
  service: ['kernel', 'contracts', 'privacy', 'host'],
  composition: ['kernel', 'contracts', 'privacy', 'adapter', 'host', 'service', 'composition'],
  bench: ['kernel', 'contracts', 'privacy', 'adapter', 'host', 'service', 'composition'],
  screen: ['screen', 'contracts'],
  tooling: [],
};

const withoutUnsafe = Object.fromEntries(
  ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
    `@typescript-eslint/no-unsafe-${what}`,
    'off',
  ]),
);

const specs = ['**/*.spec.ts', '**/testing/**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      'libs/repo-rules/fixtures/',
      'coverage/',
      'data/',
      'data-distributed/',
      '.nx/',
      'contracts/json-schema/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin, redress },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          checkDynamicDependenciesExceptions: ['.*'],
          depConstraints: Object.entries(layers).map(([layer, below]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: below.map((each) => `layer:${each}`),
          })),
        },
      ],
      'redress/names': 'error',
      'redress/no-barrels': 'error',
      'redress/no-boolean-parameters': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
        { selector: 'TSEnumDeclaration', message: 'A union of literals says the same without code.' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // A matter of taste, or at odds with events that are classes to decorate and plain objects to write.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
    },
  },
  // What carries every decider and every row, whatever their types, carries them as `any`.
  {
    files: ['kernel', 'adapter', 'host', 'composition'].flatMap((layer) => sourcesOf(`layer:${layer}`)),
    rules: withoutUnsafe,
  },
  {
    files: specs,
    rules: {
      ...withoutUnsafe,
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': false }],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // The kernel depends on nothing, and contracts on the kernel's types alone.
  {
    files: sourcesOf('layer:kernel'),
    ignores: specs,
    rules: { 'redress/imports-only': ['error', ['node:crypto']] },
  },
  {
    files: sourcesOf('layer:contracts'),
    ignores: specs,
    rules: { 'redress/types-only': ['error', ['@redress/eventing']] },
  },
  // What a file of a service may import and do follows from its role.
  { files: sourcesOf('layer:service'), rules: { 'redress/role-imports': 'error' } },
  {
    files: ['**/*.decider.ts', '**/*.rules.ts', '**/*.reactor.ts'],
    rules: { 'redress/pure': ['error', 'decision'] },
  },
  { files: ['**/*.projection.ts', '**/*.upcaster.ts'], rules: { 'redress/pure': ['error', 'fold'] } },
  {
    files: [...sourcesOf('layer:composition', '*.ts'), ...sourcesOf('layer:bench')],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-undef': 'off',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
);
