import { parseArgs } from 'node:util';
import type { LeftoverShown } from '@redress/contracts';
import { columns, operations } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';

const usage = 'redress prune [--service <service>] [--older-than <days>] [--drop]';

/** Tables that no build uses any more: lists them, or drops them with `--drop`. */
export const prune = async (
  words: readonly string[],
  environment: Environment = process.env,
): Promise<readonly string[]> => {
  const { values } = parseArgs({
    args: [...words],
    options: {
      drop: { type: 'boolean' },
      service: { type: 'string' },
      'older-than': { type: 'string' },
      username: { type: 'string' },
    },
  });
  const { service, 'older-than': days } = values;
  if (days !== undefined && !/^\d{1,4}$/.test(days)) throw new Error(usage);
  const api = await operations(environment, values.username);
  const found = (await api.post('prune', {
    mode: values.drop ? 'drop' : 'look',
    ...(service !== undefined && { service }),
    ...(days !== undefined && { olderThanDays: Number(days) }),
  })) as readonly LeftoverShown[];
  if (found.length === 0) return ['There are no tables of other builds.'];
  const free = found.filter(({ kept }) => kept === undefined);
  const fate = values.drop ? 'dropped' : 'can go';
  return [
    ...columns([
      ['service', 'table', 'size', 'last moved', ''],
      ...found.map(({ service: name, table, bytes, movedAt, kept }) => [
        name,
        table,
        `${Math.ceil(bytes / 1024)} KiB`,
        movedAt === undefined ? '' : String(movedAt),
        kept === undefined ? fate : `kept: ${kept}`,
      ]),
    ]),
    ...(free.length > 0 && !values.drop ? ['', 'Nothing was dropped. Say --drop to drop what can go.'] : []),
  ];
};
