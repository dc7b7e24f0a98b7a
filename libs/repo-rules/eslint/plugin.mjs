import { basename, dirname, join, relative, sep } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import { emptyWordIn, hasInterfacePrefix } from './names.mjs';
import { allows, roleOf, roles } from './roles.mjs';

const isTypeOnly = ({ importKind, exportKind, specifiers = [] }) =>
  importKind === 'type' ||
  exportKind === 'type' ||
  (specifiers.length > 0 && specifiers.every((specifier) => (specifier.importKind ?? specifier.exportKind) === 'type'));

/** Calls back for every import, re-export and dynamic import of a file. */
const forImports = (report) => {
  const declaration = (node) => {
    if (node.source) report(node, String(node.source.value), isTypeOnly(node) ? 'type' : 'value');
  };
  return {
    ImportDeclaration: declaration,
    ExportNamedDeclaration: declaration,
    ExportAllDeclaration: declaration,
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') report(source, String(source.value), 'value');
    },
    TSImportType: (node) => {
      const literal = node.source ?? node.argument?.literal;
      if (literal) report(node, String(literal.value), 'type');
    },
  };
};

const article = (role) => (/^[aeiou]/.test(role) ? 'An' : 'A');

/** A file's suffix is its role, and a role may import what it needs and no more. */
const roleImports = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const role = roleOf(basename(context.filename));
    if (role === undefined) return {};
    return forImports((node, specifier, kind) => {
      if (allows(roles[role], specifier, kind)) return;
      const may = roles[role].mayImport.join(', ');
      context.report({
        node,
        message: `${article(role)} ${role} may not import ${kind}s of '${specifier}'. It may import: ${may}.`,
      });
    });
  },
};

/** The package may be imported for its types alone. */
const typesOnly = {
  meta: { type: 'problem', schema: [{ type: 'array', items: { type: 'string' } }] },
  create: (context) =>
    forImports((node, specifier, kind) => {
      if (kind === 'value' && context.options[0].includes(specifier))
        context.report({ node, message: `Only types of '${specifier}' may be imported here.` });
    }),
};

/** Nothing may be imported but the files of the same project and what is listed. */
const importsOnly = {
  meta: { type: 'problem', schema: [{ type: 'array', items: { type: 'string' } }] },
  create: (context) =>
    forImports((node, specifier) => {
      if (!specifier.startsWith('.') && !context.options[0].includes(specifier))
        context.report({ node, message: `This project may not import '${specifier}'.` });
    }),
};

const clocks = new Map([
  ['Date', new Set(['now'])],
  ['performance', undefined],
]);
const randomness = new Map([
  ['Math', new Set(['random'])],
  ['crypto', undefined],
]);
const worldly = new Set([
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'console',
  'globalThis',
  'process',
  'require',
  'WebSocket',
  'XMLHttpRequest',
]);
const localTime =
  /^(?:get|set)(?:FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)$|^to(?:Date|Time)String$/;
const followsTheMachine = /^toLocale(?:Date|Time)?String$/;

const inMap = (map, object, property) => {
  if (!map.has(object)) return false;
  const properties = map.get(object);
  return properties === undefined || properties.has(property);
};

/** A decision follows from its arguments: the same history always gives the same answer. */
const pure = {
  meta: { type: 'problem', schema: [{ enum: ['decision', 'fold'] }] },
  create: (context) => {
    const isDecision = context.options[0] !== 'fold';
    const report = (node, message) => context.report({ node, message });
    const isGlobal = (node) => {
      const scope = context.sourceCode.getScope(node);
      const reference = scope.references.find(({ identifier }) => identifier === node);
      return !reference?.resolved || reference.resolved.defs.length === 0;
    };
    const noAsync = (node) => {
      if (isDecision && node.async) report(node, 'Deciding never waits: what it needs is an argument.');
    };
    const time = 'Time is an argument here: nothing looks at a clock.';
    return {
      MemberExpression: (node) => {
        const { object, property, computed } = node;
        const name = computed ? (property.type === 'Literal' ? String(property.value) : '') : property.name;
        if (object.type === 'Identifier' && isGlobal(object)) {
          if (inMap(clocks, object.name, name)) report(node, time);
          if (inMap(randomness, object.name, name))
            report(node, 'Chance is an argument here: ids and draws come from outside.');
          if (object.name === 'Temporal' && name === 'Now') report(node, time);
        }
        if (localTime.test(name)) report(node, `${name} depends on the machine's time zone: use its UTC form.`);
        if (followsTheMachine.test(name) && node.parent.type === 'CallExpression' && node.parent.arguments.length === 0)
          report(node, `${name} without a locale depends on the machine.`);
      },
      NewExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
          report(node, time);
      },
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && isGlobal(node.callee))
          report(node, time);
      },
      Identifier: (node) => {
        if (!isDecision || !worldly.has(node.name)) return;
        const isReference = context.sourceCode.getScope(node).references.some(({ identifier }) => identifier === node);
        if (isReference && isGlobal(node)) report(node, `'${node.name}' reaches the world outside.`);
      },
      'FunctionDeclaration, FunctionExpression, ArrowFunctionExpression': noAsync,
      AwaitExpression: (node) => {
        if (isDecision) report(node, 'Deciding never waits: what it needs is an argument.');
      },
      ForOfStatement: (node) => {
        if (isDecision && node.await) report(node, 'Deciding never waits: what it needs is an argument.');
      },
      ThrowStatement: (node) => {
        if (isDecision) report(node, 'A refusal is a value here (`refuse`), never thrown.');
      },
      ImportExpression: (node) => {
        if (isDecision) report(node, 'What decides is imported at the top of the file.');
      },
    };
  },
};

/** Names that say nothing, in file names and in what a file exports. */
const names = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    const check = (node, name) => {
      const word = emptyWordIn(name);
      if (word) context.report({ node, message: `'${word}' in '${name}' says nothing about what it is for.` });
    };
    const declared = (declaration) => {
      if (declaration.type === 'VariableDeclaration') {
        for (const { id } of declaration.declarations) if (id.type === 'Identifier') check(id, id.name);
      } else if (declaration.id?.type === 'Identifier') check(declaration.id, declaration.id.name);
    };
    return {
      Program: (node) => {
        const name = basename(context.filename);
        const word = emptyWordIn(name);
        if (word)
          context.report({
            node,
            loc: { line: 1, column: 0 },
            message: `'${word}' in the file name '${name}' says nothing.`,
          });
      },
      ExportNamedDeclaration: ({ declaration, specifiers }) => {
        if (declaration) declared(declaration);
        for (const { exported } of specifiers) if (exported.type === 'Identifier') check(exported, exported.name);
      },
      TSInterfaceDeclaration: ({ id }) => {
        if (hasInterfacePrefix(id.name))
          context.report({ node: id, message: `'${id.name}': no prefix tells an interface from a type.` });
      },
    };
  },
};

const functions =
  'FunctionDeclaration, FunctionExpression, ArrowFunctionExpression, TSDeclareFunction, TSEmptyBodyFunctionExpression, TSMethodSignature';

/** `pause(clock, true)` cannot be read: an option has a name. */
const noBooleanParameters = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    [functions]: ({ params, parent }) => {
      // A lone boolean is what the function's name says: `setPaused(true)`.
      if (parent?.kind === 'set' || params.length < 2) return;
      for (const parameter of params) {
        const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
        const named = target.type === 'AssignmentPattern' ? target.left : target;
        const hasBooleanDefault = target.type === 'AssignmentPattern' && typeof target.right.value === 'boolean';
        if (named.typeAnnotation?.typeAnnotation.type === 'TSBooleanKeyword' || hasBooleanDefault)
          context.report({ node: parameter, message: 'No boolean parameters: use a named option or a literal type.' });
      }
    },
  }),
};

const exportsOf = new Map();
/** The files that a project exports, by its package.json. */
const entryPoints = (filename) => {
  let folder = dirname(filename);
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  if (!exportsOf.has(folder)) {
    const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    exportsOf.set(
      folder,
      Object.values(exports).map((entry) => join(folder, entry?.['@redress/source'] ?? '')),
    );
  }
  return exportsOf.get(folder);
};

/** Only the entry of a project hands on what other files export. */
const noBarrels = {
  meta: { type: 'problem', schema: [] },
  create: (context) => {
    if (entryPoints(context.filename).includes(context.filename)) return {};
    const report = (node) =>
      context.report({
        node,
        message: `${relative(context.cwd, context.filename).split(sep).join('/')} is not an entry of its project: import from where it is declared.`,
      });
    return {
      ExportAllDeclaration: report,
      ExportNamedDeclaration: (node) => {
        if (node.source) report(node);
      },
    };
  },
};

/** The rules of this repository that no other plugin has. */
export const redress = {
  meta: { name: 'redress' },
  rules: {
    'imports-only': importsOnly,
    names,
    'no-barrels': noBarrels,
    'no-boolean-parameters': noBooleanParameters,
    pure,
    'role-imports': roleImports,
    'types-only': typesOnly,
  },
};
