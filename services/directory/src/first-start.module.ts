import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { WallClock } from '@redress/eventing';
import { Announcements, Commands, SETTINGS, type Settings, WALL_CLOCK } from '@redress/service-host';
import { Accounts } from './accounts.adapter.js';
import { firstCause, firstCommands } from './first-accounts.rules.js';
import { completeFirstStart } from './first-start.adapter.js';

/** Before anybody is served there is somebody who can sign in. */
@Injectable()
export class FirstStart implements OnApplicationBootstrap {
  constructor(
    private readonly accounts: Accounts,
    private readonly commands: Commands,
    private readonly announcements: Announcements,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(WALL_CLOCK) private readonly clock: WallClock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const lines = await completeFirstStart(this.accounts, this.settings, async () => {
      const at = this.clock.now();
      const refusals = await Promise.all(
        firstCommands.map(({ name, sending }) => this.commands.dispatch(sending, firstCause(name, at))),
      );
      const refusal = refusals.find((one, index) => one !== undefined && !firstCommands[index]?.mayBeRefused);
      if (refusal) throw new Error(`The first accounts cannot be made. ${refusal.detail}`);
    });
    lines.forEach((line) => this.announcements.add(line));
  }
}
