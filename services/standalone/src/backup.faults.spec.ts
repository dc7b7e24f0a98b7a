import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, asChannel, channelKey, type RunningProduct, signIn, startProduct } from './testing/index.js';

const password = 'a password for restores 1';
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const complaints = '/api/intake/complaints';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The operator's command line, in a process of its own. */
const redress = (dataDirectory: string, ...words: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: dataDirectory, DATABASE_URL: '', VAULT_URL: '' };
    execFile(process.execPath, [cli, ...words], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

interface Taken {
  readonly complaintId: string;
  readonly caseNumber: string;
}
interface Clock {
  readonly metric: string;
  readonly state: string;
  readonly dueAt: string;
}
interface Seen extends Taken {
  readonly messages: readonly { readonly text: string }[];
  readonly customer: object;
  readonly phase: string;
  readonly clocks: readonly Clock[];
}

const keysOf = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

const send = async (shop: Api, key: string): Promise<Taken> => {
  const body = {
    channel: 'api',
    customer: { id: `customer-${key}`, name: '김민수', email: 'kim@example.com' },
    order: { number: `O-${key}` },
    text: `택배가 아직 오지 않았어요. ${key}`,
  };
  const answer = await shop.ask('POST', complaints, body, { 'idempotency-key': key });
  if (answer.status !== 201) throw new Error(`${key}: ${answer.status} ${JSON.stringify(answer.body)}`);
  const { complaintId, caseNumber } = answer.body as Taken;
  return { complaintId, caseNumber };
};

const sendAll = async (url: string, key: string, requests: readonly string[]): Promise<readonly Taken[]> => {
  const shop = asChannel(url, key);
  const taken: Taken[] = [];
  for (const each of requests) taken.push(await send(shop, each));
  shop.close();
  return taken;
};

const read = async <T>(api: Api, path: string): Promise<T> => {
  const { status, body } = await api.ask('GET', path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body as T;
};

/** Every complaint as an agent sees it, in the order of case numbers. */
const seenBy = async (agent: Api): Promise<readonly Seen[]> => {
  const { items } = await read<{ items: readonly Taken[] }>(agent, `${complaints}?limit=200`);
  const seen: Seen[] = [];
  for (const { complaintId } of items) {
    const { caseNumber, messages, customer, phase } = await read<Seen>(agent, `${complaints}/${complaintId}`);
    const clocks = await read<readonly Clock[]>(agent, `/api/sla/complaints/${complaintId}/clocks`);
    const shown = clocks.map(({ metric, state, dueAt }) => ({ metric, state, dueAt }));
    seen.push({ complaintId, caseNumber, messages, customer, phase, clocks: shown });
  }
  return seen.sort((one, other) => one.caseNumber.localeCompare(other.caseNumber));
};

describe('A backup of a stopped Redress', () => {
  const root = mkdtempSync(join(tmpdir(), 'redress-backup-'));
  const folder = (name: string): string => join(root, name);
  const earlier = keysOf('earlier', 12);
  const later = keysOf('later', 7);
  const running = new Set<RunningProduct>();
  let shopKey: string;
  let first: readonly Taken[];
  let lost: readonly Taken[];
  let before: readonly Seen[];

  const start = async (name: string): Promise<RunningProduct> => {
    const product = await startProduct(folder(name), { INITIAL_PASSWORD: password });
    running.add(product);
    return product;
  };
  const stop = async (product: RunningProduct): Promise<void> => {
    expect(await product.stop()).toBe(0);
    running.delete(product);
  };
  /** Reactions follow an answer: asked again until the clocks have heard of it. */
  const seenOnceAnswered = async (agent: Api, answered: readonly string[]): Promise<readonly Seen[]> => {
    for (;;) {
      const seen = await seenBy(agent);
      const isHeard = ({ messages, phase, clocks }: Seen): boolean =>
        messages.length === 2 &&
        phase === 'in-progress' &&
        clocks.some(({ metric, state }) => metric === 'first-response' && state === 'met');
      const isThere = seen.length === earlier.length && seen.every(({ clocks }) => clocks.length > 1);
      if (isThere && seen.filter(({ complaintId }) => answered.includes(complaintId)).every(isHeard)) return seen;
    }
  };

  beforeAll(async () => {
    const product = await start('original');
    shopKey = await channelKey(product.url, password, 'api');
    first = await sendAll(product.url, shopKey, earlier);
    const agent = await signIn(product.url, 'agent', password);
    const answered = first.slice(0, 5).map(({ complaintId }) => complaintId);
    for (const complaintId of answered)
      await agent.ask('POST', `${complaints}/${complaintId}/replies`, { text: '확인 중입니다.' });
    before = await seenOnceAnswered(agent, answered);
    agent.close();
    const refused = await redress(folder('original'), 'backup', folder('too-early'));
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/already running on .*original \(process \d+\)\. Stop it first/),
    });
    await stop(product);

    const taken = await redress(folder('original'), 'backup', folder('backup'));
    expect(taken.err).toMatch(/Copying the database/);
    expect(taken).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Backed up to .*backup: log [0-9a-f-]{36} up to position \d+\./),
    });

    // Taken in after the backup, and lost with the machine.
    const goingOn = await start('original');
    lost = await sendAll(goingOn.url, shopKey, later);
    await goingOn.killAll();
    running.delete(goingOn);
  });
  afterAll(async () => {
    for (const product of running) await product.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it('is refused while Redress runs, and into a folder that is there already', async () => {
    expect(readdirSync(root)).not.toContain('too-early');
    const { code, err } = await redress(folder('original'), 'backup', folder('backup'));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/is there already/) });
    const inside = await redress(folder('original'), 'backup', join(folder('original'), 'backup'));
    expect(inside).toMatchObject({ code: 1, err: expect.stringMatching(/lies in the data directory/) });
    expect(readdirSync(root).filter((name) => name.includes('incomplete'))).toEqual([]);
  });

  it('is for the eyes of its owner only, the secrets apart from the database', () => {
    for (const part of ['.', 'database', 'secrets'])
      expect(statSync(join(folder('backup'), part)).mode & 0o777).toBe(0o700);
    const secrets = join(folder('backup'), 'secrets', 'content');
    expect(readdirSync(secrets).sort()).toEqual(['secrets', 'sign-in.txt']);
    for (const name of readdirSync(join(secrets, 'secrets')))
      expect([0o600, 0o400]).toContain(statSync(join(secrets, 'secrets', name)).mode & 0o777);
  });

  it('brings back exactly what stood there, and what came later is taken in anew when it is sent again', async () => {
    const restored = await redress(folder('restored'), 'restore', folder('backup'));
    expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/^Restored to .*restored: log /) });
    const product = await start('restored');
    const agent = await signIn(product.url, 'agent', password);
    expect(await seenBy(agent)).toEqual(before);
    for (const [index, { complaintId }] of first.entries()) {
      const { messages, customer } = before.find((one) => one.complaintId === complaintId)!;
      expect(messages[0]?.text).toBe(`택배가 아직 오지 않았어요. ${earlier[index]}`);
      expect(customer).toMatchObject({ name: '김민수', email: 'kim@example.com' });
    }

    expect(await sendAll(product.url, shopKey, earlier)).toEqual(first);
    expect(await seenBy(agent)).toHaveLength(earlier.length);
    const again = await sendAll(product.url, shopKey, later);
    expect(await sendAll(product.url, shopKey, later)).toEqual(again);
    expect(again.map(({ complaintId }) => complaintId)).toEqual(lost.map(({ complaintId }) => complaintId));
    const numbers = [...first, ...again].map(({ caseNumber }) => caseNumber);
    expect(new Set(numbers).size).toBe(earlier.length + later.length);
    await stop(product);
    const found = await start('restored');
    const reader = await signIn(found.url, 'agent', password);
    expect((await seenBy(reader)).map(({ caseNumber }) => caseNumber)).toEqual([...numbers].sort());
    agent.close();
    reader.close();
    await stop(found);
  });

  it('is not restored over what is there', async () => {
    writeFileSync(join(mkdtempSync(join(root, 'used-')), 'notes.txt'), 'kept');
    const used = folder(readdirSync(root).find((name) => name.startsWith('used-'))!);
    const { code, err } = await redress(used, 'restore', folder('backup'));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/is not empty \(notes\.txt is in it\)/) });
    expect(readdirSync(used)).toEqual(['notes.txt']);
  });

  it('names the file that was changed, is missing or was added, and restores nothing then', async () => {
    const refusedWith = async (fault: RegExp): Promise<void> => {
      const { code, err } = await redress(folder('tampered-target'), 'restore', folder('tampered'));
      expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(fault) });
      expect(readdirSync(folder('tampered-target'))).toEqual(['redress.lock']);
    };
    cpSync(folder('backup'), folder('tampered'), { recursive: true });
    const content = join(folder('tampered'), 'database', 'content');
    const victim = join(content, 'global', 'pg_control');
    const whole = readFileSync(victim);
    const changed = Buffer.from(whole);
    changed[100] = (changed[100] ?? 0) ^ 1;
    writeFileSync(victim, changed);
    await refusedWith(/content.global.pg_control is damaged or was changed/);
    rmSync(victim);
    await refusedWith(/content.global.pg_control is missing/);
    writeFileSync(victim, whole);
    writeFileSync(join(content, 'postgresql.extra.conf'), '');
    await refusedWith(/postgresql\.extra\.conf was not backed up/);
    rmSync(join(content, 'postgresql.extra.conf'));
    rmSync(join(folder('tampered'), 'secrets'), { recursive: true });
    await refusedWith(/Could not read .*tampered.secrets.manifest\.json/);
  });

  it('of one that was killed holds what it had answered, and fits only its own secrets', async () => {
    const taken = await redress(folder('original'), 'backup', folder('after-a-crash'));
    expect(taken).toMatchObject({ code: 0 });
    const foreign = await redress(
      folder('crashed'),
      'restore',
      folder('after-a-crash'),
      '--secrets',
      join(folder('backup'), 'secrets'),
    );
    expect(foreign).toMatchObject({ code: 1, err: expect.stringMatching(/those of another backup/) });
    expect(await redress(folder('crashed'), 'restore', folder('after-a-crash'))).toMatchObject({ code: 0 });
    const product = await start('crashed');
    expect(await sendAll(product.url, shopKey, later)).toEqual(lost);
    await stop(product);
  });
});
