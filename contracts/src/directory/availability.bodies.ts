import type { AbsenceId, PersonId } from '../ids.js';
import { Code, Flag, Id, Instant, Line, ListOf, Optional } from '../kit/index.js';
import { Shift, Skill } from './availability.events.js';

export class SkillsGiven {
  @ListOf(() => Skill, { max: 50 }) skills!: readonly Skill[];
}

export class WorkingHoursGiven {
  /** Of the IANA database: `Asia/Seoul`. */
  @Line({ maxBytes: 64 }) timeZone!: string;
  /** None: at work at any time. */
  @ListOf(() => Shift, { max: 50 }) shifts!: readonly Shift[];
}

export class AbsenceGiven {
  @Instant() from!: Date;
  /** Up to, but not at. */
  @Instant() until!: Date;
  /** Who stands in: for cases and for approvals. */
  @Optional() @Id() substituteId?: PersonId;
}

export class AbsencePath {
  @Id() personId!: PersonId;
  @Id() absenceId!: AbsenceId;
}

export class AbsenceAccepted {
  @Id() absenceId!: AbsenceId;
  @Code({ maxBytes: 1024 }) position!: string;
}

export class AbsenceShown extends AbsenceGiven {
  @Id() absenceId!: AbsenceId;
}

/** When somebody is there, for what, and who stands in for them. */
export class AvailabilityShown {
  @Id() personId!: PersonId;
  @Flag() active!: boolean;
  @ListOf(() => Skill, { max: 50 }) skills!: readonly Skill[];
  /** Absent where nobody set hours: at work at any time. */
  @Optional() @Line({ maxBytes: 64 }) timeZone?: string;
  @ListOf(() => Shift, { max: 50 }) shifts!: readonly Shift[];
  /** By their beginning; past ones too. */
  @ListOf(() => AbsenceShown, { max: 10_000 }) absences!: readonly AbsenceShown[];
}
