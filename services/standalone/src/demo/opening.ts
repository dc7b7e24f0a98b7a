import { createHmac } from 'node:crypto';
import {
  type Channel,
  channels,
  type PersonId,
  type TeamFunction,
  teamFunctions,
  type TeamId,
} from '@redress/contracts';
import { type Caller, callerAt, type Credentials, isRefused, Unexpected } from './caller.js';
import { away, type Colleague, colleagues, everyDay, timeZone } from './staff.js';
import { midnightBefore } from './stories.js';

/** The house, once there are people in it. */
export interface House {
  readonly administrator: Caller;
  /** When the demonstration of this seed began for the first time: the same whenever it is run again. */
  readonly beganAt: Date;
  /** Of all people of the demonstration. */
  readonly password: string;
  as(username: string): Caller;
  /** Whose password is known here. */
  usernameOf(personId: string): string | undefined;
  channel(channel: Channel): Caller;
}

export interface Opening {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly seed: number;
  /** Accounts that have the administrator's password, as those of a first start. */
  readonly alike: readonly string[];
}

interface Person {
  readonly personId: PersonId;
  readonly username?: string;
}
interface Placed {
  readonly position: string;
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Nobody's guess who does not know the administrator's, and the same in the next run. */
const passwordFrom = (secret: string): string => {
  const bytes = createHmac('sha256', secret).update('people of the demonstration').digest();
  const text = Array.from(bytes.subarray(0, 15), (byte) => letters[byte % letters.length]).join('');
  return text.replaceAll(/(.{5})(?=.)/g, '$1-');
};

const signedIn =
  (url: string, username: string, password: string): Credentials =>
  async () => {
    const nobody = callerAt(url, username, async () => '');
    const { token } = await nobody.send<{ token: string }>(
      'POST',
      '/api/directory/sign-in',
      { username, password },
      `demo-sign-in`,
    );
    return `Bearer ${token}`;
  };

/** Teams by what they are there for; one is added where there is none. */
const teamsOf = async (administrator: Caller): Promise<ReadonlyMap<TeamFunction, TeamId>> => {
  const known = await administrator.list<{ teamId: TeamId; function?: TeamFunction }>('/api/directory/teams');
  const teams = new Map<TeamFunction, TeamId>();
  for (const is of teamFunctions) {
    const there = known.find((team) => team.function === is);
    if (there) {
      teams.set(is, there.teamId);
      continue;
    }
    const team = { name: `Demonstration: ${is}` };
    const { teamId } = await administrator.send<{ teamId: TeamId }>(
      'POST',
      '/api/directory/teams',
      team,
      `demo-team-${is}`,
    );
    await administrator.send('PUT', `/api/directory/teams/${teamId}/function`, { function: is }, `demo-function-${is}`);
    teams.set(is, teamId);
  }
  return teams;
};

interface Keys {
  readonly beganAt: Date;
  readonly keys: ReadonlyMap<Channel, string>;
}

/** A key for each channel. The first one also tells when all of this began. */
const keysOf = async (administrator: Caller, seed: number): Promise<Keys> => {
  const keys = new Map<Channel, string>();
  let last: (Placed & { readonly keyId: string }) | undefined;
  for (const channel of channels) {
    const given = { channel, label: `Demonstration ${seed}: ${channel}`, requestsPerMinute: 100_000 };
    const path = '/api/directory/channel-keys';
    const made = await administrator.send<Placed & { keyId: string; key: string }>(
      'POST',
      path,
      given,
      `demo-${seed}-key-${channel}`,
    );
    keys.set(channel, made.key);
    last = made;
  }
  const waitFor = last?.position ?? '';
  await administrator.read(`/api/intake/complaints?limit=1&waitFor=${waitFor}`);
  const path = `/api/directory/channel-keys?waitFor=${waitFor}`;
  const known = await administrator.list<{ keyId: string; issuedAt: string }>(path);
  const issued = known.find(({ keyId }) => keyId === last?.keyId);
  if (!issued) throw new Unexpected('A key that was just made is not in the list of keys.');
  return { keys, beganAt: new Date(issued.issuedAt) };
};

/** Adds who is not there yet; answers everybody's ids by their usernames. */
const peopleOf = async (
  administrator: Caller,
  teams: ReadonlyMap<TeamFunction, TeamId>,
  password: string,
): Promise<ReadonlyMap<string, PersonId>> => {
  const known = await administrator.list<Person>('/api/directory/people');
  const ids = new Map(known.map(({ username, personId }) => [username ?? '', personId]));
  for (const colleague of colleagues) {
    const { username, name, locale, role, superior } = colleague;
    const isIn = colleague.teams.flatMap((is) => teams.get(is) ?? []).map((teamId) => ({ teamId }));
    const superiorId = superior === undefined ? undefined : ids.get(superior);
    const person = { username, name, locale, roles: [role], teams: isIn, ...(superiorId && { superiorId }), password };
    const personId =
      ids.get(username) ??
      (await administrator.send<Person>('POST', '/api/directory/people', person, `demo-person-${username}`)).personId;
    ids.set(username, personId);
    await arrange(administrator, colleague, personId);
  }
  return ids;
};

const arrange = async (
  administrator: Caller,
  { username, skills, hours }: Colleague,
  personId: PersonId,
): Promise<void> => {
  const path = `/api/directory/people/${personId}`;
  const named = { skills: skills.map((skill) => ({ skill })) };
  if (skills.length > 0) await administrator.send('PUT', `${path}/skills`, named, `demo-skills-${username}`);
  const weekly = hours && { timeZone, shifts: everyDay(hours) };
  if (weekly) await administrator.send('PUT', `${path}/hours`, weekly, `demo-hours-${username}`);
};

const holiday = (administrator: Caller, ids: ReadonlyMap<string, PersonId>, beganAt: Date, seed: number) => {
  const from = midnightBefore(beganAt);
  const until = new Date(from.getTime() + away.days * 86_400_000);
  const absence = { from, until, substituteId: ids.get(away.substitute) };
  const path = `/api/directory/people/${ids.get(away.username) ?? ''}/absences`;
  return administrator.attempt<Placed>(path, absence, `demo-${seed}-absence`);
};

/** People, teams and keys. What is there already stays as it is. */
export const openHouse = async ({ url, username, password, seed, alike }: Opening): Promise<House> => {
  const administrator = callerAt(url, username, signedIn(url, username, password));
  const teams = await teamsOf(administrator);
  const { keys, beganAt } = await keysOf(administrator, seed);
  const peoplesPassword = passwordFrom(password);
  const ids = await peopleOf(administrator, teams, peoplesPassword);
  const planned = await holiday(administrator, ids, beganAt, seed);
  // Cases are given out by what triage has heard of people.
  if (!isRefused(planned))
    await administrator.read(
      `/api/triage/teams/${teams.get('customer-service') ?? ''}/load?waitFor=${planned.position}`,
    );

  /** Of somebody whose password was changed it is set once more. */
  const credentialsOf =
    (name: string, personId: PersonId): Credentials =>
    async () => {
      const credentials = signedIn(url, name, peoplesPassword);
      try {
        return await credentials();
      } catch (error) {
        if (!(error instanceof Unexpected)) throw error;
        const path = `/api/directory/people/${personId}/password`;
        await administrator.send('PUT', path, { password: peoplesPassword }, `demo-password-${name}`);
        return credentials();
      }
    };
  const callers = new Map<string, Caller>();
  for (const colleague of colleagues) {
    const personId = ids.get(colleague.username);
    if (personId)
      callers.set(colleague.username, callerAt(url, colleague.username, credentialsOf(colleague.username, personId)));
  }
  for (const name of alike) {
    const credentials = signedIn(url, name, password);
    // Somebody may have changed it, as they should.
    const isIn = await credentials().then(
      () => true,
      (error: unknown) => {
        if (error instanceof Unexpected) return false;
        throw error;
      },
    );
    if (isIn) callers.set(name, callerAt(url, name, credentials));
  }
  const usernames = new Map([...ids].map(([name, personId]) => [String(personId), name]));
  const voices = new Map(
    [...keys].map(([channel, key]) => [channel, callerAt(url, channel, async () => `Channel-Key ${key}`)]),
  );
  const known = <K, V>(from: ReadonlyMap<K, V>, key: K): V => {
    const value = from.get(key);
    if (value === undefined) throw new Unexpected(`There is no ${String(key)} in this demonstration.`);
    return value;
  };
  return {
    administrator,
    beganAt,
    password: peoplesPassword,
    as: (name) => known(callers, name),
    usernameOf: (personId) => {
      const name = usernames.get(personId);
      return name !== undefined && callers.has(name) ? name : undefined;
    },
    channel: (channel) => known(voices, channel),
  };
};
