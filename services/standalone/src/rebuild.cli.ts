import { parseArgs } from 'node:util';
import type { ReadModelWork } from '@redress/contracts';
import { type Operations, operations, positionShown, type Say, say } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';

const usage = 'redress rebuild <service> [<projection> | --all]';

/** How often it is asked how far they are. */
const lookMs = 250;

/** Makes read models anew from the log, while the service goes on. */
export const rebuild = async (
  words: readonly string[],
  environment: Environment = process.env,
  tell: Say = say,
): Promise<readonly string[]> => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { all: { type: 'boolean' }, username: { type: 'string' } },
  });
  const [service, projection, ...more] = positionals;
  const isClear = (projection === undefined) === (values.all === true);
  if (service === undefined || more.length > 0 || !isClear) throw new Error(usage);
  const api = await operations(environment, values.username);
  const works = (await api.post('rebuilds', { service, ...(projection !== undefined && { projection }) })) as Works;
  const ended = await untilEnded(api, works, tell);
  const parked = ended.filter(({ parkedKeys = 0 }) => parkedKeys > 0);
  return parked.map(
    (work) => `${work.projection}: ${work.parkedKeys} keys have an event that cannot be folded. See redress parked.`,
  );
};

type Works = readonly ReadModelWork[];

/** Tells how far each is; rejects when one has failed, after all have ended. */
export const untilEnded = async (api: Operations, works: Works, tell: Say): Promise<Works> => {
  const ended: ReadModelWork[] = [];
  for (const { workId } of works) {
    let told = '';
    for (;;) {
      const work = (await api.get(`work/${workId}`)) as ReadModelWork;
      const line = lineOf(work);
      if (line !== told) tell(line);
      told = line;
      if (work.state === 'done' || work.state === 'failed') {
        ended.push(work);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  }
  const failed = ended.filter(({ state }) => state === 'failed');
  if (failed.length > 0) throw new Error(failed.map((work) => `${work.projection}: ${work.detail}`).join('\n'));
  return ended;
};

const lineOf = ({ kind, projection, state, eventsRead, position, head }: ReadModelWork): string => {
  const doing = kind === 'rebuild' ? 'rebuilding' : 'comparing';
  if (state === 'running') return `${projection}: ${doing}, at ${positionShown(position)} of ${positionShown(head)}`;
  return `${projection}: ${state === 'done' ? `done, ${eventsRead} events read` : state}`;
};
