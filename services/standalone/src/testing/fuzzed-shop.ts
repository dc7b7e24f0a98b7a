import { randomUUID } from 'node:crypto';
import { roles } from '@redress/contracts';
import { playDemonstration } from '../demo/play.js';
import { type Api, apiAt, channelKey, signIn } from './api.js';
import { type Description, type KnownValues, knownValuesOf } from './known-values.js';

/** Credentials of one caller, and what they may be. */
export interface Credentials {
  readonly authorization: string;
  readonly roles: readonly string[];
}

/** All that somebody outside must know to ask every operation in earnest. */
export interface FuzzedShop extends KnownValues {
  readonly seed: number;
  readonly callers: readonly Credentials[];
  /** For `waitFor`: tokens of commands. */
  readonly tokens: readonly string[];
}

/** So many of each kind, since each of them may ask so often a minute only. */
const [ofEachRole, links] = [4, 24];

interface Added {
  readonly personId: string;
  readonly position: string;
}

const sent = async <T>(api: Api, path: string, body: object): Promise<T> => {
  const answer = await api.ask('POST', path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as T;
};

/**
 * A product with a demonstration in it, and callers of every role. The callers come last: nothing that is known by name
 * is theirs, so that whoever is asked to leave is somebody else.
 */
export const fuzzedShop = async (url: string, seed: number, password: string): Promise<FuzzedShop> => {
  const demonstration = { username: 'administrator', seed, speed: 60, complaints: 16, past: 12 };
  await playDemonstration(demonstration, { url, password, alike: ['agent', 'lead'], say: () => undefined });
  const first = new Map<string, Api>();
  for (const role of roles) first.set(role, await signIn(url, role, password));
  const as = (role: string): Api => first.get(role) ?? apiAt(url);
  const description = (await as('administrator').ask('GET', '/openapi.json')).body as Description;
  const known = await knownValuesOf(description, as);

  const people = await peopleOf(url, as('administrator'), known);
  const key = await channelKey(url, password, 'web');
  const customers = await customersOf(as('agent'));
  for (const api of first.values()) api.close();
  return {
    ...known,
    seed,
    callers: [...people.callers, { authorization: `Channel-Key ${key}`, roles: ['channel'] }, ...customers.callers],
    tokens: [...people.tokens, ...customers.tokens],
  };
};

type Callers = Pick<FuzzedShop, 'callers' | 'tokens'>;

const peopleOf = async (url: string, administrator: Api, { namings }: KnownValues): Promise<Callers> => {
  const teams = [...new Set(namings.flatMap(({ teamId }) => teamId ?? []))].map((teamId) => ({ teamId }));
  const callers: Credentials[] = [];
  const tokens: string[] = [];
  for (const role of roles)
    for (let number = 1; number <= ofEachRole; number += 1) {
      const username = `fuzzing.${role}.${number}`;
      const password = `fuzzing ${randomUUID()}`;
      const person = { username, name: `${role} ${number}`, locale: 'ko', roles: [role], teams, password };
      tokens.push((await sent<Added>(administrator, '/api/directory/people', person)).position);
      callers.push({
        authorization: await bearerOf(url, username, password, `10.1.${number}.${roles.indexOf(role)}`),
        roles: [role],
      });
    }
  return { callers, tokens: tokens.slice(-3) };
};

/** Each from an address of its own, since sign-ins are counted by address. */
const bearerOf = async (url: string, username: string, password: string, address: string): Promise<string> => {
  const api = apiAt(url, { 'x-forwarded-for': address });
  const { body } = await api.ask('POST', '/api/directory/sign-in', { username, password });
  api.close();
  return `Bearer ${(body as { readonly token: string }).token}`;
};

const customersOf = async (agent: Api): Promise<Callers> => {
  const callers: Credentials[] = [];
  const tokens: string[] = [];
  for (let number = 1; number <= links; number += 1) {
    const given = { channel: 'web', text: `The kettle leaks, for the ${number}th time.` };
    const { complaintId } = await sent<{ complaintId: string }>(agent, '/api/intake/complaints', given);
    const path = `/api/intake/complaints/${complaintId}/links`;
    const { token, position } = await sent<{ token: string; position: string }>(agent, path, {});
    callers.push({ authorization: `Link ${token}`, roles: ['customer'] });
    tokens.push(position);
  }
  return { callers, tokens: tokens.slice(-3) };
};
