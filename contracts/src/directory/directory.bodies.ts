import { type Channel, channels } from '../intake/complaint.events.js';
import type { ChannelKeyId, PersonId, TeamId } from '../ids.js';
import { Code, Count, Flag, Id, Instant, Line, ListOf, Locale, ManyOf, OneOf, Optional, Shape } from '../kit/index.js';
import { type TeamFunction, teamFunctions } from './availability.events.js';
import { Membership, type Role, roles } from './person.events.js';

export class SignInGiven {
  @Code({ maxBytes: 128 }) username!: string;
  /** At most 1,024 bytes: hashing is costly on purpose. */
  @Line({ maxBytes: 1024 }) password!: string;
}

export class PersonShown {
  @Id() personId!: PersonId;
  /** For administrators and the person alone: it is half of what signs in. */
  @Optional() @Code({ maxBytes: 128 }) username?: string;
  /** Absent once the person was forgotten. */
  @Optional() @Line({ maxBytes: 256 }) name?: string;
  @Locale() locale!: string;
  @ManyOf(...roles) roles!: readonly Role[];
  @ListOf(() => Membership, { max: 50 }) teams!: readonly Membership[];
  @Optional() @Id() superiorId?: PersonId;
  @Flag() active!: boolean;
}

export class SignedIn {
  @Code({ maxBytes: 8192 }) token!: string;
  @Instant() expiresAt!: Date;
  @Shape(() => PersonShown) person!: PersonShown;
}

export class PasswordGiven {
  @Line({ maxBytes: 1024 }) currentPassword!: string;
  @Line({ maxBytes: 1024 }) newPassword!: string;
}

export class PasswordSet {
  @Line({ maxBytes: 1024 }) password!: string;
}

export class PersonGiven {
  @Code({ maxBytes: 128 }) username!: string;
  @Line({ maxBytes: 256 }) name!: string;
  @Locale() locale!: string;
  @ManyOf(...roles) roles!: readonly Role[];
  @Optional() @ListOf(() => Membership, { max: 50 }) teams?: readonly Membership[];
  @Optional() @Id() superiorId?: PersonId;
  @Line({ maxBytes: 1024 }) password!: string;
}

export class PersonNamed {
  @Line({ maxBytes: 256 }) name!: string;
}

export class RolesGiven {
  @ManyOf(...roles) roles!: readonly Role[];
}

export class TeamsGiven {
  @ListOf(() => Membership, { max: 50 }) teams!: readonly Membership[];
}

export class SuperiorGiven {
  /** Absent: nobody is above this person. */
  @Optional() @Id() superiorId?: PersonId;
}

export class PersonPath {
  @Id() personId!: PersonId;
}

export class PersonAccepted {
  @Id() personId!: PersonId;
  @Code({ maxBytes: 1024 }) position!: string;
}

export class DirectoryChanged {
  @Code({ maxBytes: 1024 }) position!: string;
}

export class PeopleAsked {
  @Optional() @OneOf(...roles) role?: Role;
  @Optional() @Id() teamId?: TeamId;
  @Optional() @Flag() active?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class TeamGiven {
  @Line({ maxBytes: 256 }) name!: string;
}

export class TeamPath {
  @Id() teamId!: TeamId;
}

export class TeamShown extends TeamGiven {
  @Id() teamId!: TeamId;
  /** Absent as long as nobody said what the team is there for. */
  @Optional() @OneOf(...teamFunctions) function?: TeamFunction;
}

export class TeamFunctionGiven {
  @OneOf(...teamFunctions) function!: TeamFunction;
}

export class TeamAccepted {
  @Id() teamId!: TeamId;
  @Code({ maxBytes: 1024 }) position!: string;
}

export class TeamsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class ChannelKeyGiven {
  @OneOf(...channels) channel!: Channel;
  @Line({ maxBytes: 256 }) label!: string;
  @Count({ min: 1, max: 1_000_000 }) requestsPerMinute!: number;
}

export class ChannelKeyPath {
  @Id() keyId!: ChannelKeyId;
}

/** Shown once: only the hash of the secret is kept. */
export class ChannelKeyMade {
  @Id() keyId!: ChannelKeyId;
  /** `<keyId>.<secret>`, for `Authorization: Channel-Key …`. */
  @Code({ maxBytes: 256 }) key!: string;
  @Code({ maxBytes: 1024 }) position!: string;
}

export class ChannelKeyShown extends ChannelKeyGiven {
  @Id() keyId!: ChannelKeyId;
  @Instant() issuedAt!: Date;
  @Flag() revoked!: boolean;
}

export class ChannelKeysAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}
