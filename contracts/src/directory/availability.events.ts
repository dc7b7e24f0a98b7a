import type { AbsenceId, PersonId, TeamId } from '../ids.js';
import { Code, Count, Event, Id, Instant, Key, Line, ListOf, OneOf, Optional } from '../kit/index.js';

/** What a team is there for: who owns complaints first, and who investigates. */
export const teamFunctions = ['customer-service', 'product', 'logistics', 'quality', 'legal', 'finance'] as const;
export type TeamFunction = (typeof teamFunctions)[number];

@Event('directory.TeamFunctionChanged', 1)
export class TeamFunctionChanged {
  @Key() @Id() teamId!: TeamId;
  @OneOf(...teamFunctions) function!: TeamFunction;
}

class OfPerson {
  @Key() @Id() personId!: PersonId;
}

/** Something that somebody is good at: a complaint type, a language, a product line. */
export class Skill {
  @Code({ maxBytes: 64 }) skill!: string;
}

@Event('directory.SkillsChanged', 1)
export class SkillsChanged extends OfPerson {
  @ListOf(() => Skill, { max: 50 }) skills!: readonly Skill[];
}

/** A shift of every week, by the clock on the wall there. One that ends at or before its start ends the day after. */
export class Shift {
  /** ISO 8601: Monday is 1. */
  @Count({ min: 1, max: 7 }) weekday!: number;
  /** Since midnight. */
  @Count({ min: 0, max: 1439 }) fromMinute!: number;
  @Count({ min: 0, max: 1440 }) untilMinute!: number;
}

/** Without shifts somebody is thought to be at work at any time. */
@Event('directory.WorkingHoursChanged', 1)
export class WorkingHoursChanged extends OfPerson {
  /** Of the IANA database: `Asia/Seoul`. */
  @Line({ maxBytes: 64 }) timeZone!: string;
  @ListOf(() => Shift, { max: 50 }) shifts!: readonly Shift[];
}

@Event('directory.AbsencePlanned', 1)
export class AbsencePlanned extends OfPerson {
  @Id() absenceId!: AbsenceId;
  @Instant() from!: Date;
  /** Up to, but not at. */
  @Instant() until!: Date;
  /** Who stands in: for cases and for approvals. */
  @Optional() @Id() substituteId?: PersonId;
}

@Event('directory.AbsenceCancelled', 1)
export class AbsenceCancelled extends OfPerson {
  @Id() absenceId!: AbsenceId;
}

declare module '@redress/eventing' {
  interface EventTypes {
    TeamFunctionChanged: TeamFunctionChanged;
    SkillsChanged: SkillsChanged;
    WorkingHoursChanged: WorkingHoursChanged;
    AbsencePlanned: AbsencePlanned;
    AbsenceCancelled: AbsenceCancelled;
  }
}
