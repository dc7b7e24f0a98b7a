import { parseArgs } from 'node:util';
import type { LagShown, ServiceLag } from '@redress/contracts';
import { columns, operations, positionShown } from './operations.adapter.js';
import type { Environment } from './running-redress.cli.js';

/** How far the consumers of the running product have come, and what of their work waits. */
export const lag = async (
  words: readonly string[],
  environment: Environment = process.env,
): Promise<readonly string[]> => {
  const { values } = parseArgs({ args: [...words], options: { username: { type: 'string' } } });
  const shown = (await (await operations(environment, values.username)).get('lag')) as LagShown;
  const rows = shown.services.flatMap(({ service, consumers }) =>
    consumers.map(({ consumer, partition, position, eventsBehind, orMore, secondsBehind }) => [
      service,
      consumer,
      String(partition),
      positionShown(position),
      `${eventsBehind}${orMore ? ' or more' : ''}`,
      `${secondsBehind} s`,
    ]),
  );
  return [
    `The log ends at ${positionShown(shown.head)}.`,
    '',
    ...columns([['service', 'consumer', 'partition', 'position', 'events behind', 'time behind'], ...rows]),
    '',
    ...columns([
      ['service', 'parked keys', 'timers due', 'first due', 'timers held', 'outbox', 'failing', 'state'],
      ...shown.services.map(workOf),
    ]),
  ];
};

const workOf = (lag: ServiceLag): readonly string[] => [
  lag.service,
  String(lag.parkedKeys),
  String(lag.timersDue),
  lag.timersDue > 0 ? `${lag.timersLateSeconds} s ago` : '',
  String(lag.timersHeld),
  String(lag.outboxWaiting),
  String(lag.outboxFailing),
  lag.ready ? 'ready' : (lag.detail ?? 'not ready'),
];
