import type { Personal as PersonalValue } from '@redress/eventing';
import type { PersonId, TeamId } from '../ids.js';
import { Code, Event, Id, Key, Line, ListOf, Locale, ManyOf, Optional, Personal } from '../kit/index.js';

export const roles = ['agent', 'lead', 'finance', 'legal', 'analyst', 'auditor', 'administrator', 'importer'] as const;
export type Role = (typeof roles)[number];

/** A team that a person belongs to. */
export class Membership {
  @Id() teamId!: TeamId;
}

class OfPerson {
  @Key() @Id() personId!: PersonId;
}

@Event('directory.PersonAdded', 1)
export class PersonAdded extends OfPerson {
  @Personal('contact') @Code({ maxBytes: 128 }) username!: PersonalValue;
  @Personal('contact') @Line({ maxBytes: 256 }) name!: PersonalValue;
  @Locale() locale!: string;
  @ManyOf(...roles) roles!: readonly Role[];
  @ListOf(() => Membership, { max: 50 }) teams!: readonly Membership[];
  @Optional() @Id() superiorId?: PersonId;
}

@Event('directory.PersonRenamed', 1)
export class PersonRenamed extends OfPerson {
  @Personal('contact') @Line({ maxBytes: 256 }) name!: PersonalValue;
}

@Event('directory.RolesChanged', 1)
export class RolesChanged extends OfPerson {
  @ManyOf(...roles) roles!: readonly Role[];
}

@Event('directory.TeamsChanged', 1)
export class TeamsChanged extends OfPerson {
  @ListOf(() => Membership, { max: 50 }) teams!: readonly Membership[];
}

@Event('directory.SuperiorChanged', 1)
export class SuperiorChanged extends OfPerson {
  /** Absent: nobody is above this person any more. */
  @Optional() @Id() superiorId?: PersonId;
}

@Event('directory.PersonDeactivated', 1)
export class PersonDeactivated extends OfPerson {}

@Event('directory.PersonReactivated', 1)
export class PersonReactivated extends OfPerson {}

declare module '@redress/eventing' {
  interface EventTypes {
    PersonAdded: PersonAdded;
    PersonRenamed: PersonRenamed;
    RolesChanged: RolesChanged;
    TeamsChanged: TeamsChanged;
    SuperiorChanged: SuperiorChanged;
    PersonDeactivated: PersonDeactivated;
    PersonReactivated: PersonReactivated;
  }
}
