/**
 * The roles that a file of a service may have. Its name says which: `clock.decider.ts` is a decider.
 *
 * `mayImport` names what a role may import: a package, all packages of a scope (`@nestjs/*`), Node.js itself (`node:*`),
 * any package that is not of this workspace (`vendor`), siblings by their role (`./decider`) or of any role (`./*`).
 * With `type:` in front only types may be imported. `lines` is about what such a file has when it says one thing.
 */
export const roles = {
  decider: {
    mayImport: ['@redress/contracts', '@redress/eventing', './decider', './rules', './projection'],
    lines: 150,
    isPure: true,
  },
  rules: { mayImport: ['@redress/contracts', '@redress/eventing', './decider', './rules'], lines: 150, isPure: true },
  reactor: {
    mayImport: ['@redress/contracts', '@redress/eventing', './decider', './rules', './projection'],
    lines: 80,
    isPure: true,
  },
  effect: {
    mayImport: [
      '@redress/contracts',
      '@redress/eventing',
      './decider',
      './rules',
      './projection',
      './effect',
      'type:./adapter',
    ],
    lines: 80,
  },
  adapter: {
    mayImport: [
      'vendor',
      'node:*',
      '@redress/contracts',
      '@redress/eventing',
      './adapter',
      './rules',
      'type:./effect',
      'type:./controller',
      'type:./decider',
      'type:./projection',
    ],
    lines: 150,
  },
  projection: {
    mayImport: [
      'typeorm',
      '@redress/contracts',
      '@redress/eventing',
      '@redress/privacy',
      './projection',
      './rules',
      './decider',
    ],
    lines: 120,
  },
  controller: {
    mayImport: [
      '@nestjs/*',
      'rxjs',
      'type:fastify',
      'type:typeorm',
      '@redress/contracts',
      '@redress/service-host',
      'type:@redress/eventing',
      'type:@redress/privacy',
      './decider',
      './rules',
      './projection',
      './adapter',
      './effect',
    ],
    lines: 120,
  },
  upcaster: { mayImport: ['@redress/contracts', '@redress/eventing', './rules'], lines: 80 },
  migration: {
    mayImport: ['typeorm', '@redress/contracts', '@redress/eventing', './rules', './projection'],
    lines: 80,
  },
  module: {
    mayImport: ['@nestjs/*', '@redress/service-host', '@redress/contracts', '@redress/eventing', './*'],
    lines: 40,
  },
  main: { mayImport: ['reflect-metadata', '@redress/service-host', './module'], lines: 10 },
  index: { mayImport: ['./*'], lines: 40 },
  spec: {
    mayImport: [
      'vendor',
      'node:*',
      '@redress/contracts',
      '@redress/eventing',
      '@redress/eventing/testing',
      '@redress/privacy',
      '@redress/service-host',
      '@redress/service-host/testing',
      './*',
    ],
    lines: 150,
  },
};

/** What a composition holds beside modules and specs: it puts services together and decides nothing, so it may import all of them. */
export const compositionRoles = {
  main: { mayImport: ['*'], lines: 60 },
  cli: { mayImport: ['*'], lines: 120 },
  'api-description': { mayImport: ['*'], lines: 20 },
  settings: { mayImport: ['*'], lines: 150 },
  adapter: { mayImport: ['*'], lines: 150 },
  module: { mayImport: ['*'], lines: 80 },
  index: { mayImport: ['*'], lines: 40 },
  spec: { mayImport: ['*'], lines: 150 },
};

/** Third-party libraries that only compute. Each is named in the README of the service whose rules use it. */
export const pureLibraries = [];

const standingAlone = ['main', 'index', 'api-description'];

/** The role that a file's name claims, or `undefined`. `name` is without its folder. */
export const roleOf = (name, known = roles) => {
  if (name === 'cli.ts') return Object.hasOwn(known, 'cli') ? 'cli' : undefined;
  const alone = standingAlone.find((role) => name === `${role}.ts`);
  const role = alone ?? /\.([a-z-]+)\.ts$/.exec(name)?.[1];
  if (role === undefined || !Object.hasOwn(known, role)) return undefined;
  return standingAlone.includes(role) && alone === undefined ? undefined : role;
};

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const fits = (allowed, specifier) => {
  if (allowed === '*') return true;
  if (specifier.startsWith('.')) {
    if (allowed === './*') return true;
    const name = specifier.slice(specifier.lastIndexOf('/') + 1).replace(/\.js$/, '.ts');
    return allowed.startsWith('./') && roleOf(name) === allowed.slice(2);
  }
  if (specifier.startsWith('node:')) return allowed === 'node:*' || allowed === specifier;
  if (specifier.startsWith('@redress/')) return allowed === specifier;
  if (allowed === 'vendor') return true;
  if (allowed.endsWith('/*')) return specifier.startsWith(allowed.slice(0, -1));
  return allowed === specifier || allowed === packageOf(specifier);
};

/**
 * Whether a file of this role may have this import.
 * @param {{ mayImport: readonly string[], isPure?: boolean }} role
 * @param {string} specifier
 * @param {'value' | 'type'} kind
 */
export const allows = ({ mayImport, isPure }, specifier, kind) =>
  [...mayImport, ...(isPure ? pureLibraries : [])].some((allowed) =>
    allowed.startsWith('type:') ? kind === 'type' && fits(allowed.slice(5), specifier) : fits(allowed, specifier),
  );
