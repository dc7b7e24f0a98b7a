import type { ComplaintId, PersonId, TeamFunction, TeamId } from '@redress/contracts';
import {
  type AnyDecider,
  type AnyReactor,
  derivedId,
  fold,
  isRefusal,
  type NewEvent,
  type Recorded,
  type Sending,
  streamOf,
} from '@redress/eventing';
import { askTeam } from '../ask-team.reactor.js';
import { escalate } from '../escalate.reactor.js';
import { keepLoads } from '../keep-loads.reactor.js';
import type { OwnershipPolicy } from '../ownership-policy.decider.js';
import type { Presence } from '../presence.rules.js';

export const personNamed = (name: string): PersonId => derivedId('person', name) as PersonId;
export const teamNamed = (name: string): TeamId => derivedId('team', name) as TeamId;
export const complaintNamed = (name: string): ComplaintId => derivedId('complaint', name) as ComplaintId;

/** Somebody who is always there, in a team. */
export const present = (name: string, teams: readonly TeamId[], more: Partial<Presence> = {}): Presence => ({
  personId: personNamed(name),
  roles: ['agent'],
  teams,
  superiorId: null,
  active: true,
  skills: [],
  timeZone: null,
  shifts: [],
  absences: [],
  ...more,
});

export interface House {
  readonly people: readonly Presence[];
  readonly teams: Readonly<Partial<Record<TeamFunction, TeamId>>>;
  readonly policy: OwnershipPolicy;
}

type Decide = (
  data: unknown,
  state: unknown,
  circumstances: object,
) => readonly NewEvent[] | { readonly refused: string };
interface About {
  readonly function?: TeamFunction;
  readonly teamId?: TeamId;
  readonly ownerId?: PersonId;
}

/**
 * Deciders and reactors of ownership without a database: what follows from events is carried out key by key, in whatever
 * order of keys the caller chooses.
 */
export const ownershipIn = ({ people, teams, policy }: House) => {
  const streams = new Map<string, NewEvent[]>();
  /** What has happened and was not yet heard, by key. */
  const unheard = new Map<string, NewEvent[]>();
  const reactors: readonly AnyReactor[] = [askTeam, keepLoads, escalate];

  const stateOf = <S>(decider: AnyDecider, id: string): S =>
    fold(decider, streams.get(streamOf(decider, id)) ?? []) as S;

  const send = ({ decider, id, command, data }: Sending, at: Date): void => {
    const about = data as About;
    const known = {
      policy,
      line: { people: [] },
      team: about.function && teams[about.function],
      colleague: people.find(({ personId }) => personId === about.ownerId),
      people: {
        members: people.filter((one) => about.teamId !== undefined && one.teams.includes(about.teamId)),
        substitutes: people,
      },
    };
    const decide = decider.decide[command] as Decide;
    const outcome = decide(data, stateOf(decider, id), { at, by: { id: 'nobody', roles: [] }, ...known });
    if (isRefusal(outcome as never)) return;
    for (const event of outcome as readonly NewEvent[]) {
      const stream = streamOf(decider, id);
      streams.set(stream, [...(streams.get(stream) ?? []), event]);
      const { teamId, complaintId } = event.data as { teamId: string; complaintId: string };
      const key = event.type === 'OwnerWanted' ? teamId : complaintId;
      unheard.set(key, [...(unheard.get(key) ?? []), event]);
    }
  };

  /** Lets the rules hear the next event of one of the keys that have any; false when all is quiet. */
  const hear = (choice: number, at: Date): boolean => {
    const keys = [...unheard.keys()];
    const key = keys[choice % Math.max(1, keys.length)];
    const [next, ...later] = unheard.get(key ?? '') ?? [];
    if (!next || key === undefined) return false;
    if (later.length > 0) unheard.set(key, later);
    else unheard.delete(key);
    for (const reactor of reactors) {
      const on = reactor.on[next.type] as ((event: Recorded, known: object) => readonly Sending[]) | undefined;
      for (const sending of on?.({ ...next } as Recorded, { policy }) ?? [])
        // Timers are for the caller to fire.
        if (!sending.at) send(sending, at);
    }
    return true;
  };

  return { send, hear, stateOf };
};
