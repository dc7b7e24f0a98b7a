import { parseArgs } from 'node:util';
import type { ParkedKeyReleased, ParkedKeyShown } from '@redress/contracts';
import { columns, type Operations, operations, positionShown } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';

const usage = `redress parked [list]
redress parked replay  <service> <consumer> <key>
redress parked replay  --all
redress parked discard <service> <consumer> <key> --reason <why>   (the events are not heard again: only a rebuild hears them)
A consumer is act, or "read <table>" in quotes.`;

/** Keys that are set aside: lists them, has their events heard again, or lets them go on without. */
export const parked = async (
  words: readonly string[],
  environment: Environment = process.env,
): Promise<readonly string[]> => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { reason: { type: 'string' }, all: { type: 'boolean' }, username: { type: 'string' } },
  });
  const [what = 'list', service, consumer, key, ...more] = positionals;
  const named = service !== undefined && consumer !== undefined && key !== undefined && more.length === 0;
  const api = (): Promise<Operations> => operations(environment, values.username);
  if (what === 'list' && service === undefined) return list(await api());
  if (what === 'replay' && values.all && service === undefined) return replayAll(await api());
  if (what === 'replay' && named) return [await replay(await api(), { service, consumer, key })];
  if (what === 'discard' && named) {
    if (values.reason === undefined) throw new Error('Say why by --reason: it stands in the log of the process.');
    const { reason } = values;
    const body = await (await api()).post('parked/discard', { service, consumer, key, reason });
    return [`${(body as ParkedKeyReleased).events} events of ${key} were discarded from ${service}, ${consumer}.`];
  }
  throw new Error(usage);
};

const all = async (api: Operations): Promise<readonly ParkedKeyShown[]> =>
  (await api.get('parked')) as readonly ParkedKeyShown[];

const list = async (api: Operations): Promise<readonly string[]> => {
  const keys = await all(api);
  if (keys.length === 0) return ['Nothing is parked.'];
  return columns([
    ['service', 'consumer', 'key', 'events', 'first at', 'since', 'error'],
    ...keys.map(({ service, consumer, key, events, firstPosition, since, error }) => [
      service,
      consumer,
      key,
      String(events),
      positionShown(firstPosition),
      String(since),
      error,
    ]),
  ]);
};

type Named = Pick<ParkedKeyShown, 'service' | 'consumer' | 'key'>;

const replay = async (api: Operations, { service, consumer, key }: Named): Promise<string> => {
  const { events } = (await api.post('parked/replay', { service, consumer, key })) as ParkedKeyReleased;
  return `${events} events of ${key} were heard by ${service}, ${consumer}.`;
};

const replayAll = async (api: Operations): Promise<readonly string[]> => {
  const lines: string[] = [];
  let failures = 0;
  for (const named of await all(api))
    await replay(api, named).then(
      (line) => lines.push(line),
      (error: unknown) => {
        failures += 1;
        lines.push(`${named.key} of ${named.service}, ${named.consumer}: ${(error as Error).message}`);
      },
    );
  if (failures > 0) throw new Error([...lines, `${failures} keys stay parked.`].join('\n'));
  return lines.length > 0 ? lines : ['Nothing is parked.'];
};
