import { Body, Controller, ForbiddenException, Get, Param, Post, Put } from '@nestjs/common';
import {
  AbsenceAccepted,
  AbsenceGiven,
  AbsencePath,
  AvailabilityShown,
  DirectoryChanged,
  type PersonId,
  PersonPath,
  SkillsGiven,
  WorkingHoursGiven,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  AllowSignedIn,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  missing,
  NotThereError,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { Availability, availabilityShown } from './availability.projection.js';
import { type AboutPerson, newAbsenceId, staff, wholeStaff } from './staff.decider.js';

/** When people are there and what they are good at: what work is given out by. */
@Controller('directory/people/:personId')
export class AvailabilityController {
  constructor(
    private readonly commands: Commands,
    @Rows(Availability) private readonly availability: Repository<Availability>,
  ) {}

  @Get('availability')
  @AllowSignedIn()
  @Answers(200, AvailabilityShown)
  async read(@Param() { personId }: PersonPath): Promise<AvailabilityShown> {
    const person = await this.availability.findOneBy({ personId });
    if (!person) throw new NotThereError('person');
    return availabilityShown(person);
  }

  @Put('skills')
  @Allow('administrator', 'lead')
  @Answers(200, DirectoryChanged)
  skills(@Param() path: PersonPath, @Body() body: SkillsGiven, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('ChangeSkills', { ...path, ...body }, sender);
  }

  @Put('hours')
  @Allow('administrator', 'lead')
  @Answers(200, DirectoryChanged)
  hours(
    @Param() path: PersonPath,
    @Body() body: WorkingHoursGiven,
    @SentBy() sender: Sender,
  ): Promise<DirectoryChanged> {
    return this.change('ChangeWorkingHours', { ...path, ...body }, sender);
  }

  /** Everybody their own; leads and administrators everybody's. */
  @Post('absences')
  @AllowSignedIn()
  @Answers(201, AbsenceAccepted)
  async planAbsence(
    @Param() { personId }: PersonPath,
    @Body() body: AbsenceGiven,
    @AskedBy() caller: Caller,
    @SentBy() sender: Sender,
  ): Promise<AbsenceAccepted> {
    refuseOthers(caller, personId);
    const absenceId = newAbsenceId(sender.commandId);
    return {
      absenceId,
      ...(await this.change('PlanAbsence', { personId, absenceId, ...body }, sender)),
    };
  }

  @Post('absences/:absenceId/cancel')
  @AllowSignedIn()
  @Answers(200, DirectoryChanged)
  async cancelAbsence(
    @Param() path: AbsencePath,
    @AskedBy() caller: Caller,
    @SentBy() sender: Sender,
  ): Promise<DirectoryChanged> {
    refuseOthers(caller, path.personId);
    return this.change('CancelAbsence', path, sender);
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
}

const refuseOthers = ({ id, roles }: Caller, personId: PersonId): void => {
  if (id !== personId && !roles.includes('lead') && !roles.includes('administrator'))
    throw new ForbiddenException('People plan their own absences; leads and administrators those of others.');
};
