import { Body, Controller, Post } from '@nestjs/common';
import { prune } from '@redress/adapter-postgres';
import { LeftoverShown, PruneGiven } from '@redress/contracts';
import { Allow } from '../http/allow.js';
import { Answers, Refuses } from '../http/answers.js';
import { AskedBy } from '../http/asked.js';
import type { Caller } from '../http/caller.js';
import { NotThereError } from '../http/refused.js';
import { Runtime } from '../runtime.js';

const usualDays = 7;
const secondsPerDay = 86_400;

@Controller('operations/prune')
@Allow('administrator')
export class PruneController {
  constructor(private readonly runtime: Runtime) {}

  /** Tables of other builds that nobody uses any more: `look` lists them, `drop` removes them. */
  @Post()
  @Answers(200, [LeftoverShown])
  @Refuses(404, 'This process has no such service.')
  async prune(
    @Body() { mode, service, olderThanDays = usualDays }: PruneGiven,
    @AskedBy() by: Caller,
  ): Promise<readonly LeftoverShown[]> {
    const { services, adapters } = this.runtime;
    const asked = services.filter(({ name }) => service === undefined || name === service);
    if (asked.length === 0) throw new NotThereError('service in this process');
    const head = await adapters.store.head();
    const found: LeftoverShown[] = [];
    for (const { name, database } of asked) {
      const olderThanSeconds = olderThanDays * secondsPerDay;
      const leftovers = await prune({ database, head, olderThanSeconds, pruning: mode });
      found.push(...leftovers.map((leftover) => ({ service: name, ...leftover })));
    }
    const dropped = found.filter(({ kept }) => kept === undefined).map(({ table }) => table);
    if (mode === 'drop') adapters.logger.info({ tables: dropped, by: by.id }, 'tables of other builds were dropped');
    return found;
  }
}
