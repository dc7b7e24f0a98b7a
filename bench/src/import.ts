import { setMaxListeners } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { countLines, importFile } from './importing/import-file.js';
import { type Credentials, Importer } from './importing/importer.js';
import { progressOf, summaryOf, type Tally } from './importing/progress.js';

const usage = `Sends complaints of the past, one JSON object a line, through the public API.

  npm run bench import -- <file.jsonl> [options]

  --url <address>            of the server                        http://127.0.0.1:3000
  --username <name>          of an account with the role importer importer
  --password-file <path>     whose first line is the password     the first start's: sign-in.txt in DATA_DIR
  --token <token>            instead of signing in; not renewed
  --parallel <n>             requests under way at once           8

A line is the body of POST /api/intake/complaints, or a customer's review with the facts of its order (orderNo,
orderValue in major units with currency, customerId, region, sellerId, promisedAt, deliveredAt, productCode, …).
Every line stands at its own receivedAt. Run it again to go on, or to add what is new in the file: a line that was taken
in before, known by its externalRef or else by its words and the account, is not taken in twice, not even by two imports
at once.`;

class WrongUse extends Error {}

const main = async (): Promise<number> => {
  const { values, positionals } = readArguments();
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new WrongUse('Name one file.');
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new WrongUse(`There is no file ${path}.`);
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > 256)
    throw new WrongUse('--parallel is a whole number from 1 to 256.');

  const stopping = new AbortController();
  // Each line that waits listens for a stop.
  setMaxListeners(2 * parallel, stopping.signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const importer = new Importer(values.url.replace(/\/+$/, ''), credentialsFrom(values), stopping.signal);
  await importer.begin();
  const tally: Tally = { total: await countLines(path), received: 0, known: 0, refused: 0 };
  const began = performance.now();
  const progress = progressOf(tally, process.stderr);
  const refused = (line: number, says: string): void => progress.say(`line ${line}: ${says}`);
  try {
    await importFile({ path, importer, parallel, stopping: stopping.signal, refused }, tally);
  } finally {
    progress.end();
    console.log(summaryOf(tally, (performance.now() - began) / 1000));
  }
  if (stopping.signal.aborted) console.log('Stopped. Run it again to go on.');
  return tally.received + tally.known < tally.total ? 1 : 0;
};

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:3000' },
        username: { type: 'string', default: 'importer' },
        'password-file': { type: 'string' },
        token: { type: 'string' },
        parallel: { type: 'string', default: '8' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new WrongUse((error as Error).message);
  }
};

type Given = ReturnType<typeof readArguments>['values'];

const credentialsFrom = ({ token, username, 'password-file': file }: Given): Credentials => {
  if (token !== undefined) return { token };
  const path = file ?? join(resolve(process.env['DATA_DIR'] ?? 'data'), 'sign-in.txt');
  const password = passwordIn(path);
  if (password === undefined) throw new WrongUse(`There is no password in ${path}: name another --password-file.`);
  return { username, password };
};

/** After `password:`, as the first start writes it, or else the first line. */
const passwordIn = (path: string): string | undefined => {
  try {
    const text = readFileSync(path, 'utf8');
    return (/^password: (.+)$/m.exec(text) ?? /^(.+)$/m.exec(text))?.[1]?.trimEnd();
  } catch {
    return undefined;
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The import failed.');
  if (error instanceof WrongUse) console.error(`\n${usage}`);
  process.exitCode = error instanceof WrongUse ? 2 : 1;
}
