import { Body, Controller, Get, Headers, Inject, Post, Put } from '@nestjs/common';
import { PasswordGiven, PersonShown, SignedIn, SignInGiven } from '@redress/contracts';
import type { WallClock } from '@redress/eventing';
import {
  AllowAnyone,
  AllowSignedIn,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  Limited,
  namedProblem,
  ProblemError,
  RefusedError,
  Refuses,
  Rows,
  unauthenticated,
  UnavailableError,
  WALL_CLOCK,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { Accounts, type Checked, type User } from './accounts.adapter.js';
import { passwordWrong, weaknessOf } from './credentials.rules.js';
import { Person, withUsername } from './people.projection.js';
import { sessionBeganAt, sessionMs, SignInTokens } from './sign-in-tokens.adapter.js';
import { staff, wholeStaff } from './staff.decider.js';
import { type Standing, standingOf } from './staff.rules.js';

@Controller('directory')
export class SignInController {
  constructor(
    private readonly commands: Commands,
    private readonly accounts: Accounts,
    private readonly tokens: SignInTokens,
    @Rows(Person) private readonly people: Repository<Person>,
    @Inject(WALL_CLOCK) private readonly clock: WallClock,
  ) {}

  @Post('sign-in')
  @AllowAnyone()
  @Limited({ perMinute: 60 })
  @Answers(200, SignedIn)
  async signIn(@Body() { username, password }: SignInGiven): Promise<SignedIn> {
    const user = userIn(await this.accounts.check(username, password));
    if (!user) throw notLetIn();
    return this.letIn(user, this.clock.now());
  }

  /** Another 15 minutes, on the person's present roles and teams, until the session has lasted its time. */
  @Post('renewal')
  @AllowSignedIn()
  @Answers(200, SignedIn)
  async renew(@AskedBy() caller: Caller, @Headers('authorization') authorization: string): Promise<SignedIn> {
    const user = await this.accounts.of(caller.id);
    const began = sessionBeganAt(authorization);
    // A token counts whole seconds only.
    const isOld = user && began.getTime() + 1000 <= user.sessionsSince.getTime();
    if (!user || isOld || this.clock.now().getTime() - began.getTime() >= sessionMs) throw sessionOver();
    return this.letIn(user, began);
  }

  @Get('me')
  @AllowSignedIn()
  @Answers(200, PersonShown)
  async me(@AskedBy() caller: Caller): Promise<PersonShown> {
    const user = await this.accounts.of(caller.id);
    if (!user) throw sessionOver();
    return this.shown(user, await this.standingNow(user));
  }

  /** Ends the other sessions; the answer begins a new one. */
  @Put('me/password')
  @AllowSignedIn()
  @Limited({ perMinute: 20 })
  @Answers(200, SignedIn)
  @Refuses(409, 'The current password is another one, or the new one is too weak.')
  async changePassword(
    @AskedBy() caller: Caller,
    @Body() { currentPassword, newPassword }: PasswordGiven,
  ): Promise<SignedIn> {
    const user = await this.accounts.of(caller.id);
    if (!user) throw sessionOver();
    if (!userIn(await this.accounts.check(user.username, currentPassword))) throw new RefusedError(passwordWrong);
    const weakness = weaknessOf(newPassword, user.username);
    if (weakness) throw new RefusedError(weakness);
    await this.accounts.setPassword(user.personId, newPassword);
    return this.letIn(user, this.clock.now());
  }

  private async letIn(user: User, sessionBegan: Date): Promise<SignedIn> {
    const standing = await this.standingNow(user);
    const issued = await this.tokens.issue(user.personId, standing, sessionBegan);
    return { ...issued, person: await this.shown(user, standing) };
  }

  /** From the stream itself: read models may lag behind a deactivation. */
  private async standingNow({ personId }: User): Promise<Standing> {
    const standing = standingOf(await this.commands.stateOf(staff, wholeStaff), personId);
    if (!standing?.active) throw notLetIn();
    return standing;
  }

  private async shown({ personId, username }: User, standing: Standing): Promise<PersonShown> {
    const person = await this.people.findOneBy({ personId });
    return withUsername({ ...(person ?? unnamed), personId, username, ...standing });
  }
}

/** Somebody who was added a moment ago. */
const unnamed = { name: null, locale: 'en', addedAt: new Date(0) };

const userIn = (checked: Checked): User | undefined => {
  if (checked.kind === 'busy') throw new UnavailableError('Sign-in', 2);
  if (checked.kind === 'locked')
    throw new ProblemError(
      namedProblem(
        429,
        'sign-in-locked',
        `The password was wrong too often. Try again in ${checked.seconds} s; until then not even the right one is taken.`,
        { headers: { 'retry-after': String(checked.seconds) } },
      ),
    );
  return checked.kind === 'right' ? checked.user : undefined;
};

/** The same for every reason: who has an account here is nobody's business. */
const notLetIn = (): Error => unauthenticated('Username and password do not let anybody in.');
const sessionOver = (): Error => unauthenticated('This session is over. Sign in again.');
