import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import {
  DirectoryChanged,
  PasswordSet,
  PeopleAsked,
  PersonAccepted,
  PersonGiven,
  type PersonId,
  PersonNamed,
  PersonPath,
  PersonShown,
  RolesGiven,
  SuperiorGiven,
  TeamsGiven,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  AllowSignedIn,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  keysetPage,
  missing,
  NotThereError,
  type Page,
  pageOf,
  RefusedError,
  Refuses,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { Accounts } from './accounts.adapter.js';
import { newPersonId, usernameTaken, weaknessOf } from './credentials.rules.js';
import { asColleague, inOrderOfAdding, peopleWho, Person, withUsername } from './people.projection.js';
import { type AboutPerson, staff, wholeStaff } from './staff.decider.js';
import { standingOf } from './staff.rules.js';

@Controller('directory/people')
export class PeopleController {
  constructor(
    private readonly commands: Commands,
    private readonly accounts: Accounts,
    @Rows(Person) private readonly people: Repository<Person>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, pageOf(PersonShown))
  async list(
    @Query() { limit, cursor, ...wanted }: PeopleAsked,
    @AskedBy() caller: Caller,
  ): Promise<Page<PersonShown>> {
    const page = await keysetPage(peopleWho(this.people, wanted), { columns: inOrderOfAdding, cursor, limit });
    return { ...page, items: page.items.map(seenBy(caller)) };
  }

  @Get(':personId')
  @AllowSignedIn()
  @Answers(200, PersonShown)
  async read(@Param() { personId }: PersonPath, @AskedBy() caller: Caller): Promise<PersonShown> {
    const person = await this.people.findOneBy({ personId });
    if (!person) throw new NotThereError('person');
    return seenBy(caller)(person);
  }

  @Post()
  @Allow('administrator')
  @Answers(201, PersonAccepted)
  async add(@Body() { password, ...given }: PersonGiven, @SentBy() asked: Sender): Promise<PersonAccepted> {
    const personId = newPersonId(asked.commandId);
    const { username, name, locale, roles, teams = [], superiorId } = given;
    const sender = this.accounts.recognised(asked, [username, name, locale, roles, teams, superiorId]);
    const weakness = weaknessOf(password, username);
    if (weakness) throw new RefusedError(weakness);
    if (!(await this.isHere(personId))) await this.reserve({ personId, username }, password);
    const command = { ...given, personId, teams };
    try {
      const { position } = await this.commands.send(staff, wholeStaff, 'AddPerson', command, sender);
      return { personId, position };
    } catch (error) {
      if (error instanceof RefusedError) await this.accounts.release(personId);
      throw error;
    }
  }

  @Put(':personId/name')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  rename(@Param() path: PersonPath, @Body() body: PersonNamed, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('RenamePerson', { ...path, ...body }, sender);
  }

  @Put(':personId/roles')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  roles(@Param() path: PersonPath, @Body() body: RolesGiven, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('ChangeRoles', { ...path, ...body }, sender);
  }

  @Put(':personId/teams')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  teams(@Param() path: PersonPath, @Body() body: TeamsGiven, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('ChangeTeams', { ...path, ...body }, sender);
  }

  @Put(':personId/superior')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  superior(
    @Param() path: PersonPath,
    @Body() body: SuperiorGiven,
    @SentBy() sender: Sender,
  ): Promise<DirectoryChanged> {
    return this.change('ChangeSuperior', { ...path, ...body }, sender);
  }

  @Post(':personId/deactivate')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  deactivate(@Param() path: PersonPath, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('DeactivatePerson', path, sender);
  }

  @Post(':personId/reactivate')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  reactivate(@Param() path: PersonPath, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('ReactivatePerson', path, sender);
  }

  /** Ends the sessions that began with the old one, at the latest when their tokens expire. */
  @Put(':personId/password')
  @Allow('administrator')
  @Answers(204)
  @Refuses(409, 'The password is too weak.')
  async setPassword(@Param() { personId }: PersonPath, @Body() { password }: PasswordSet): Promise<void> {
    const user = await this.accounts.of(personId);
    if (!user) throw new NotThereError('person');
    const weakness = weaknessOf(password, user.username);
    if (weakness) throw new RefusedError(weakness);
    await this.accounts.setPassword(personId, password);
  }

  private async change<C extends AboutPerson>(
    command: C,
    data: CommandsOf<typeof staff>[C],
    sender: Sender,
  ): Promise<DirectoryChanged> {
    const sent = this.commands.send(staff, wholeStaff, command, data, sender);
    const { position } = await sent.catch(missing('person-unknown', 'person'));
    return { position };
  }

  private async reserve(account: { readonly personId: PersonId; readonly username: string }, password: string) {
    const outcome = await this.accounts.reserve(account, password, (personId) => this.isHere(personId));
    if (outcome === 'taken') throw new RefusedError(usernameTaken);
  }

  private async isHere(personId: PersonId): Promise<boolean> {
    return standingOf(await this.commands.stateOf(staff, wholeStaff), personId) !== undefined;
  }
}

const seenBy = ({ roles }: Caller): ((person: Person) => PersonShown) =>
  roles.includes('administrator') ? withUsername : asColleague;
