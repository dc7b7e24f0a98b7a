import { parseArgs } from 'node:util';
import type { LagShown, ReadModelWork } from '@redress/contracts';
import { operations, type Say, say } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';
import { untilEnded } from './rebuild.cli.js';

/** Compares every row of the read models with what the log says. Rejects when one differs. */
export const verifyReadModels = async (
  words: readonly string[],
  environment: Environment = process.env,
  tell: Say = say,
): Promise<readonly string[]> => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { username: { type: 'string' } },
  });
  const [service, projection, ...more] = positionals;
  if (more.length > 0) throw new Error('redress verify-read-models [<service> [<projection>]]');
  const api = await operations(environment, values.username);
  const services =
    service === undefined ? ((await api.get('lag')) as LagShown).services.map((one) => one.service) : [service];
  const works: ReadModelWork[] = [];
  for (const name of services) {
    const asked = { service: name, ...(projection !== undefined && { projection }) };
    works.push(...((await api.post('verifications', asked)) as readonly ReadModelWork[]));
  }
  const ended = await untilEnded(api, works, tell);
  const wrong = ended.filter(({ compared }) => compared && compared.different > 0);
  if (wrong.length > 0) throw new Error(wrong.flatMap(differencesIn).join('\n'));
  const rows = ended.reduce((sum, { compared }) => sum + (compared?.rows ?? 0), 0);
  return [`${ended.length} read models with ${rows} rows say what the log says.`];
};

const differencesIn = ({ service, projection, compared }: ReadModelWork): readonly string[] => {
  const { different = 0, differences = [], rows = 0 } = compared ?? {};
  return [
    `${projection}: ${different} of ${rows} rows are not what the log says. Mend them by: redress rebuild ${service} ${projection}`,
    ...differences.map(({ key, kind, columns }) => `  ${key}  ${kind}${columns === undefined ? '' : `: ${columns}`}`),
    ...(different > differences.length ? [`  and ${different - differences.length} more`] : []),
  ];
};
