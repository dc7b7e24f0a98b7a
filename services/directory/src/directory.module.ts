import { Inject, Injectable, Module } from '@nestjs/common';
import type { WallClock } from '@redress/eventing';
import { HouseSecrets, Rows, service, WALL_CLOCK } from '@redress/service-host';
import { Accounts, type AttemptRows, SignInAttempt, User, type UserRows } from './accounts.adapter.js';
import { AvailabilityController } from './availability.controller.js';
import { availability } from './availability.projection.js';
import { channelKey } from './channel-key.decider.js';
import { ChannelKeysController } from './channel-keys.controller.js';
import { channelKeys } from './channel-keys.projection.js';
import { ChannelSecrets } from './channel-secrets.adapter.js';
import { FirstStart } from './first-start.module.js';
import { PeopleController } from './people.controller.js';
import { people } from './people.projection.js';
import { SignInController } from './sign-in.controller.js';
import { SignInTokens } from './sign-in-tokens.adapter.js';
import { staff } from './staff.decider.js';
import { TeamsController } from './teams.controller.js';
import { teams } from './teams.projection.js';
import { Users1772000000000 } from './users.migration.js';

@Injectable()
class AccountsHere extends Accounts {
  constructor(
    @Rows(User) users: UserRows,
    @Rows(SignInAttempt) attempts: AttemptRows,
    @Inject(WALL_CLOCK) clock: WallClock,
    secrets: HouseSecrets,
  ) {
    super(users, attempts, clock, secrets.requests);
  }
}

const withPrivateKey = <T>(made: new (privateKeyFile: string, clock: WallClock) => T) => ({
  provide: made,
  useFactory: (secrets: HouseSecrets, clock: WallClock) => new made(secrets.signInPrivateKeyFile, clock),
  inject: [HouseSecrets, WALL_CLOCK],
});

@Module(
  service({
    name: 'directory',
    deciders: [staff, channelKey],
    reactors: [],
    projections: [people, availability, teams, channelKeys],
    controllers: [SignInController, PeopleController, AvailabilityController, TeamsController, ChannelKeysController],
    keptTables: [User, SignInAttempt],
    migrations: [Users1772000000000],
    providers: [
      { provide: Accounts, useClass: AccountsHere },
      withPrivateKey(SignInTokens),
      withPrivateKey(ChannelSecrets),
      FirstStart,
    ],
  }),
)
export class DirectoryModule {}
