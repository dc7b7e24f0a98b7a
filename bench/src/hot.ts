import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresVault } from '@redress/adapter-postgres';
import { catalogue, type TeamId } from '@redress/contracts';
import { codec, type Decider, derivedId, event, systemClock } from '@redress/eventing';
import { keyEncryptionFromText, personalData } from '@redress/privacy';
import { Commands } from '@redress/service-host';
import { type Api, asChannel, channelKey, startProduct } from '@redress/standalone/testing';
import { closedLoop, type Load } from './load.js';
import { withServer, withStore } from './measured-server.js';
import { type Line, report } from './table.js';

/** 64 callers with commands to one stream, through the host and over HTTP, beside the same callers with a stream each. */
const seconds = Number(process.argv[2] ?? 5);
const callers = 64;
const password = 'a password for benchmarks 1';

interface Shared {
  readonly apart: Load;
  readonly together: Load;
  /** Commands of each caller to the one stream. */
  readonly counts: readonly number[];
}

const both = async (send: (stream: number) => Promise<unknown>): Promise<Shared> => {
  const apart = await closedLoop(callers, seconds, (caller) => send(caller));
  const counts = new Array<number>(callers).fill(0);
  const together = await closedLoop(callers, seconds, async (caller) => {
    await send(callers);
    counts[caller] = (counts[caller] ?? 0) + 1;
  });
  return { apart, together, counts };
};

/** Decides nothing, so that what is measured is the queue, the codec and the store. */
const renamed: Decider<{ readonly Rename: { readonly teamId: TeamId; readonly name: string } }, 'TeamRenamed', number> =
  {
    category: 'directory.bench',
    initial: 0,
    decide: { Rename: (command) => [event('TeamRenamed', command)] },
    evolve: { TeamRenamed: (renames) => renames + 1 },
  };

const throughHost = async (): Promise<Shared> => {
  let measured: Shared | undefined;
  await withServer((url) =>
    withStore(url, async (store, pool) => {
      const keyEncryption = keyEncryptionFromText(`1:${randomBytes(32).toString('base64')}`);
      const commands = new Commands({
        store,
        codec: codec(catalogue),
        personal: personalData({ vault: postgresVault(pool), keyEncryption, clock: systemClock }),
        facts: { resolve: async () => ({}) },
        clock: systemClock,
        pause: (attempt) => new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt)),
      });
      measured = await both((stream) => {
        const commandId = randomUUID();
        const teamId = derivedId('team', String(stream)) as TeamId;
        return commands.dispatch(
          { decider: renamed, id: teamId, command: 'Rename', data: { teamId, name: commandId } },
          {
            commandId,
            by: { id: 'bench', roles: [] },
            at: new Date(),
            correlationId: commandId,
            causationId: commandId,
            historical: false,
          },
        );
      });
    }),
  );
  if (!measured) throw new Error('Nothing was measured.');
  return measured;
};

const overHttp = async (): Promise<Shared> => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  const product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password, LOG_LEVEL: 'error' });
  const receive = async (api: Api): Promise<string> => {
    const { body } = await api.ask('POST', '/api/intake/complaints', { channel: 'api', text: '한 건의 불만입니다.' });
    return (body as { complaintId: string }).complaintId;
  };
  try {
    const api = asChannel(product.url, await channelKey(product.url, password, 'api'));
    const complaints = await Promise.all(Array.from({ length: callers + 1 }, () => receive(api)));
    const measured = await both(async (stream) => {
      const path = `/api/intake/complaints/${complaints[stream]}/messages`;
      const key = { 'idempotency-key': randomUUID() };
      const { status } = await api.ask('POST', path, { channel: 'api', text: '덧붙입니다.' }, key);
      if (status !== 201) throw new Error(`A message was answered ${status}.`);
    });
    api.close();
    return measured;
  } finally {
    await product.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
};

const linesOf = (where: string, { apart, together, counts }: Shared): readonly Line[] => [
  { what: `${where}, a stream for each of ${callers} callers`, figures: { ...apart } },
  {
    what: `${where}, one stream for ${callers} callers`,
    figures: {
      ...together,
      ratio: together.perSecond / apart.perSecond,
      'fewest of a caller': Math.min(...counts),
      'most of a caller': Math.max(...counts),
    },
  },
];

report('hot', [...linesOf('host', await throughHost()), ...linesOf('HTTP', await overHttp())]);
