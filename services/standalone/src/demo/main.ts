import { type DemoOptions, optionsFrom, usage, WrongUse } from './options.js';
import { playDemonstration } from './play.js';
import { firstPasswordFile, passwordIn, startProduct } from './product.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Accounts of a first start that handle complaints. */
const firstHandlers = ['agent', 'lead'];

/** On a Redress that runs already. */
const visit = async (url: string, options: DemoOptions): Promise<number> => {
  const password = passwordIn(options.passwordFile ?? firstPasswordFile(options.dataDirectory));
  await playDemonstration(options, { url, password, alike: [], say });
  say(`\nWhere to look: ${url}/docs`);
  return 0;
};

/** On one of its own, which goes on afterwards until it is told to stop. */
const stage = async (options: DemoOptions): Promise<number> => {
  const product = await startProduct(options.dataDirectory, say);
  const told = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      told.abort();
      void product.stop();
    });
  const passwordFile = options.passwordFile ?? firstPasswordFile(options.dataDirectory);
  const stopped = product.ended.then((code) => {
    throw new Error(`Redress ended with ${code}.`);
  });
  try {
    const stageOfItsOwn = { url: product.url, password: passwordIn(passwordFile), alike: firstHandlers, say };
    await Promise.race([playDemonstration(options, stageOfItsOwn), stopped]);
  } catch (error) {
    const code = await product.stop();
    if (told.signal.aborted) return code;
    throw error;
  }
  if (options.afterwards === 'exit') return product.stop();
  say(`\nWhere to look: ${product.url}/docs. First accounts are in ${passwordFile}. Ctrl-C stops it.`);
  return product.ended;
};

const run = async (): Promise<number> => {
  const options = optionsFrom(process.argv.slice(2), process.env);
  if (!options) {
    say(usage);
    return 0;
  }
  return options.url === undefined ? stage(options) : visit(options.url, options);
};

try {
  process.exit(await run());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof WrongUse ? 2 : 1);
}
