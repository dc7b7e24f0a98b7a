import { replay } from './replay.cli.js';

/** What an operator or auditor can ask of a running Redress. */
const commands: Readonly<Record<string, (words: readonly string[]) => Promise<readonly string[]>>> = { replay };

const usage = `redress <command>

  replay <case number> [--at <instant>] [--lang en|ko]
      The history of a complaint: who did what, when, under which policy version, because of what.
      --at 2026-03-02T12:00:00Z   what was known then
      --username <name>           instead of auditor

Environment
  REDRESS_URL        where it runs, else http://127.0.0.1:3000
  REDRESS_TOKEN      a sign-in token; without one:
  REDRESS_PASSWORD   of that user, else the one in sign-in.txt of DATA_DIR
`;

// Whoever reads only the first lines closes the pipe.
process.stdout.on('error', () => process.exit(0));

const [name = '', ...words] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  const isAsked = ['--help', '-h', 'help'].includes(name);
  (isAsked ? process.stdout : process.stderr).write(usage);
  process.exitCode = isAsked ? 0 : 2;
} else {
  try {
    process.stdout.write(`${(await command(words)).join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
