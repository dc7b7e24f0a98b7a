import { parseArgs } from 'node:util';

/** What a demonstration is asked to be. */
export interface DemoOptions {
  /** Of a running Redress; absent: one is started. */
  readonly url: string | undefined;
  /** Of one that is started. */
  readonly dataDirectory: string;
  /** Somebody with the role administrator. */
  readonly username: string;
  /** Names the administrator's password; absent: the file of the first start. */
  readonly passwordFile: string | undefined;
  readonly seed: number;
  readonly speed: number;
  readonly complaints: number;
  readonly past: number;
  readonly afterwards: 'serve' | 'exit';
}

export const usage = `Fills Redress with the complaints of an invented shop, and plays three minutes of its day.

  npm run demo [-- options]

  --seed <n>              which customers, texts and courses      1
  --speed <n>             how much faster than three minutes      1
  --complaints <n>        that come in while you look             200
  --past <n>              of the last thirty days, imported       240
  --data-dir <path>       of the Redress that is started          DATA_DIR, or .redress-demo
  --url <address>         of one that runs: none is started
  --username <name>       its administrator                       administrator
  --password-file <path>  the administrator's password            sign-in.txt in the data directory
  --exit                  ends when everything was played

Run it again with the same seed, data and administrator to go on where it stopped: nothing happens twice.`;

/** Somebody wrote what cannot be meant. */
export class WrongUse extends Error {}

const numberOf = (name: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new WrongUse(`--${name} is a number from ${least} to ${most}.`);
  return value;
};
const countOf = (name: string, text: string, [least, most]: readonly [number, number]): number => {
  const value = numberOf(name, text, [least, most]);
  if (!Number.isInteger(value)) throw new WrongUse(`--${name} is a whole number.`);
  return value;
};

const urlOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text)) throw new WrongUse('--url looks like http://127.0.0.1:3000.');
  return text.replace(/\/+$/, '');
};

const read = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      options: {
        url: { type: 'string' },
        'data-dir': { type: 'string' },
        username: { type: 'string', default: 'administrator' },
        'password-file': { type: 'string' },
        seed: { type: 'string', default: '1' },
        speed: { type: 'string', default: '1' },
        complaints: { type: 'string', default: '200' },
        past: { type: 'string', default: '240' },
        exit: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new WrongUse((error as Error).message);
  }
};

/** Throws a `WrongUse` for what cannot be meant; `undefined` when help is asked for. */
export const optionsFrom = (
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DemoOptions | undefined => {
  const values = read(words);
  if (values.help) return undefined;
  return {
    url: urlOf(values.url),
    dataDirectory: values['data-dir'] ?? environment['DATA_DIR'] ?? '.redress-demo',
    username: values.username,
    passwordFile: values['password-file'],
    seed: countOf('seed', values.seed, [0, 2 ** 31]),
    speed: numberOf('speed', values.speed, [0.1, 1000]),
    complaints: countOf('complaints', values.complaints, [0, 20_000]),
    past: countOf('past', values.past, [0, 40_000]),
    afterwards: values.exit ? 'exit' : 'serve',
  };
};
