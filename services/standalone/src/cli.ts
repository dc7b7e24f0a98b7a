import { backup } from './backup.cli.js';
import { bus } from './bus.cli.js';
import { forget } from './forget.cli.js';
import { keys } from './keys.cli.js';
import { lag } from './lag.cli.js';
import { parked } from './parked.cli.js';
import { prune } from './prune.cli.js';
import { rebuild } from './rebuild.cli.js';
import { relay } from './relay.cli.js';
import { replay } from './replay.cli.js';
import { restore } from './restore.cli.js';
import { verifyReadModels } from './verify-read-models.cli.js';

/** What an operator or auditor can ask of a running Redress. */
const commands: Readonly<Record<string, (words: readonly string[]) => Promise<readonly string[]>>> = {
  replay,
  forget,
  lag,
  parked,
  rebuild,
  'verify-read-models': verifyReadModels,
  prune,
  relay,
  bus,
  backup,
  restore,
  keys,
};

const usage = `redress <command>

  replay <case number> [--at <instant>] [--lang en|ko]
      The history of a complaint: who did what, when, under which policy version, because of what.
      --at 2026-03-02T12:00:00Z   what was known then
      --username <name>           instead of auditor

  forget <customer id> [--username <name>]
      Forgets a customer: what is closed at once, what is open when it is closed, what the law keeps when it may go.
      The user is administrator unless it is said.
  forget --again
      After a restore of the keys of personal data: closes and destroys again what was forgotten since the backup.
      Run it while Redress is stopped, with the settings it is started with.

  lag
      How far every consumer has come, parked keys, timers that are due, effects that wait.
  parked [list]
  parked replay <service> <consumer> <key> | --all
  parked discard <service> <consumer> <key> --reason <why>
      Keys that were set aside because an event of theirs failed: what failed, hear them again, or go on without.
      What is discarded is not heard again, except by a rebuild.
  rebuild <service> <projection> | --all
      Makes read models anew from the log, beside the live ones, and switches when they stand at the same event.
  verify-read-models [<service> [<projection>]]
      Compares every row with what the log says, and names those that differ.
  prune [--service <service>] [--older-than <days>] [--drop]
      Tables that no build has used for 7 days: lists them, or drops them.
      --username <name>           of these five: instead of administrator

  relay republish
      Fills the topic that KAFKA_TOPIC names from the beginning of the log, when it was emptied or made anew.
  bus move --to store | --to kafka --topic <topic> --partitions <count>
      Moves all services to another bus, or to a topic of another count of partitions. Run it with the settings that
      the product has now; it says when to stop all processes, and with what to start them again.
      --wait <seconds>            how long it waits for the consumers and for the stop, else 600
      Both need DATABASE_URL.

  backup <new folder>
      Copies the embedded database and the secrets of DATA_DIR, while Redress is stopped.
  restore <folder> [--secrets <folder>]
      Compares every file of a backup with its sum, then copies it into an empty DATA_DIR.
      --secrets <folder>          when the folder secrets of the backup is kept elsewhere
  keys init <new folder>
      Makes the secrets that all processes of a distributed installation share.

Environment
  DATA_DIR           the data directory, else ./data
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
    for (const line of await command(words)) process.stdout.write(`${line}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
