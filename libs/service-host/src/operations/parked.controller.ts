import { Body, Controller, Get, Post } from '@nestjs/common';
import { isPassing } from '@redress/adapter-postgres';
import { DiscardGiven, ParkedKeyGiven, ParkedKeyReleased, ParkedKeyShown } from '@redress/contracts';
import { Allow } from '../http/allow.js';
import { Answers, Refuses } from '../http/answers.js';
import { AskedBy } from '../http/asked.js';
import type { Caller } from '../http/caller.js';
import { namedProblem, ProblemError } from '../http/problem.js';
import { NotThereError } from '../http/refused.js';
import type { RunningService } from '../running-service.js';
import { Runtime } from '../runtime.js';
import { failureShown } from './failure-shown.js';
import { consumersOf } from './lag.js';

const noSuchKey = 'This process has no such service, consumer or parked key.';

@Controller('operations/parked')
@Allow('administrator')
export class ParkedController {
  constructor(private readonly runtime: Runtime) {}

  /** Keys that are set aside, of all services of this process. */
  @Get()
  @Answers(200, [ParkedKeyShown])
  async list(): Promise<readonly ParkedKeyShown[]> {
    const lists = this.runtime.services.map(async ({ name, parking }) =>
      (await parking.list()).map((parked) => ({ service: name, ...parked })),
    );
    return (await Promise.all(lists)).flat();
  }

  /** Gives a key its events again, in order, through the present code. 409 where they still fail: nothing has changed then. */
  @Post('replay')
  @Answers(200, ParkedKeyReleased)
  @Refuses(404, noSuchKey)
  @Refuses(409, 'An event of it still fails.')
  async replay(@Body() { service, consumer, key }: ParkedKeyGiven, @AskedBy() by: Caller): Promise<ParkedKeyReleased> {
    const running = await this.find(service, consumer, key);
    try {
      const events = await running.replay(consumer, key);
      this.runtime.adapters.logger.info({ service, consumer, key, events, by: by.id }, 'a parked key was replayed');
      return { events };
    } catch (error) {
      if (isPassing(error)) throw error;
      this.runtime.adapters.logger.warn({ service, consumer, key, err: error }, 'a parked key still fails');
      throw new ProblemError(namedProblem(409, 'still-failing', `It still fails: ${failureShown(error)}.`), {
        cause: error,
      });
    }
  }

  /** Lets a key go on without the events it waited with. This cannot be undone: only a rebuild hears them again. */
  @Post('discard')
  @Answers(200, ParkedKeyReleased)
  @Refuses(404, noSuchKey)
  async discard(
    @Body() { service, consumer, key, reason }: DiscardGiven,
    @AskedBy() by: Caller,
  ): Promise<ParkedKeyReleased> {
    const running = await this.find(service, consumer, key);
    const parked = (await running.parking.list()).find((one) => one.consumer === consumer && one.key === key);
    const events = await running.discard(consumer, key);
    this.runtime.adapters.logger.warn(
      { service, consumer, key, events, firstPosition: parked?.firstPosition, reason, by: by.id },
      'a parked key was discarded',
    );
    return { events };
  }

  private async find(service: string, consumer: string, key: string): Promise<RunningService> {
    const running = this.runtime.services.find(({ name }) => name === service);
    if (!running) throw new NotThereError('service in this process');
    if (!consumersOf(running).includes(consumer)) throw new NotThereError('consumer in this build');
    const parked = await running.parking.keys(running.database.dataSource.manager, [consumer]);
    if (!parked.get(consumer)?.has(key)) throw new NotThereError('parked key');
    return running;
  }
}
