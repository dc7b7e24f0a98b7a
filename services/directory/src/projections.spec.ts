import {
  type AbsenceId,
  catalogue,
  type ChannelKeyId,
  type PersonId,
  roles,
  teamFunctions,
  type TeamId,
} from '@redress/contracts';
import { codec, derivedId, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite } from '@redress/eventing/testing';
import fc from 'fast-check';
import { availability } from './availability.projection.js';
import { channelKey } from './channel-key.decider.js';
import { channelKeys } from './channel-keys.projection.js';
import { people } from './people.projection.js';
import { staff, wholeStaff } from './staff.decider.js';
import { teams } from './teams.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const names = ['one', 'two', 'three'] as const;
const personIds = names.map((name) => derivedId('person', name) as PersonId);
const teamIds = names.map((name) => derivedId('team', name) as TeamId);
const absenceIds = names.map((name) => derivedId('absence', name) as AbsenceId);
const keyIds = names.map((name) => derivedId('key', name) as ChannelKeyId);

/** Anything that anybody may ask about a few people and teams: all of it stands in one stream, under their own keys. */
const asked = fc.record({
  command: fc.constantFrom(...(Object.keys(staff.decide) as (keyof typeof staff.decide)[])),
  personId: fc.constantFrom(...personIds),
  teamId: fc.constantFrom(...teamIds),
  name: fc.constantFrom('김민수', 'Kim', 'Lee'),
  roles: fc.uniqueArray(fc.constantFrom(...roles), { minLength: 1, maxLength: 3 }),
  memberOf: fc.uniqueArray(fc.constantFrom(...teamIds), { maxLength: 2 }),
  superiorId: fc.option(fc.constantFrom(...personIds), { nil: undefined }),
  function: fc.constantFrom(...teamFunctions),
  skills: fc
    .uniqueArray(fc.constantFrom('delivery', 'ko'), { maxLength: 2 })
    .map((all) => all.map((skill) => ({ skill }))),
  shifts: fc.constantFrom([], [{ weekday: 1, fromMinute: 540, untilMinute: 1080 }]),
  absenceId: fc.constantFrom(...absenceIds),
  days: fc.tuple(fc.integer({ min: 3, max: 20 }), fc.integer({ min: 0, max: 5 })),
  afterMinutes: fc.nat(100),
});

const added = (command: string, data: object): Attempt => ({
  decider: staff,
  id: wholeStaff,
  command,
  data,
  afterMinutes: 1,
});
const atFirst = [
  ...teamIds.map((teamId) => added('AddTeam', { teamId, name: `team ${teamId}` })),
  ...personIds.map((personId) =>
    added('AddPerson', { personId, username: 'kim', name: 'Kim', locale: 'ko', roles: ['administrator'], teams: [] }),
  ),
];

const histories = fc.array(asked, { minLength: 5, maxLength: 40 }).map((all) => {
  const attempts = all.map(({ command, memberOf, days: [day, length], afterMinutes, ...data }): Attempt => ({
    ...added(command, {
      ...data,
      username: 'kim',
      locale: 'ko',
      timeZone: 'Asia/Seoul',
      teams: memberOf.map((teamId) => ({ teamId })),
      from: new Date(Date.UTC(2026, 2, day)),
      until: new Date(Date.UTC(2026, 2, day + length)),
    }),
    afterMinutes,
  }));
  return historyOf([...atFirst, ...attempts], keyOf);
});

projectionSuite(people, histories);
projectionSuite(availability, histories);
projectionSuite(teams, histories);

const ofKeys = fc.record({
  keyId: fc.constantFrom(...keyIds),
  command: fc.constantFrom('IssueKey', 'RevokeKey'),
  requestsPerMinute: fc.integer({ min: 1, max: 100 }),
});

projectionSuite(
  channelKeys,
  fc.array(ofKeys, { minLength: 3, maxLength: 20 }).map((all) =>
    historyOf(
      all.map(({ keyId, command, requestsPerMinute }) => {
        const data = { keyId, channel: 'api', label: 'shop', secretSha256: 'a'.repeat(64), requestsPerMinute };
        return { decider: channelKey, id: keyId, command, data, afterMinutes: 1 };
      }),
      keyOf,
    ),
  ),
);
