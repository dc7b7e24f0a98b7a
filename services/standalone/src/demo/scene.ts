import type { ComplaintType, Severity, TeamFunction } from '@redress/contracts';
import { type Caller, isRefused } from './caller.js';
import { chancesOf } from './chances.js';
import type { House } from './opening.js';
import { type Pace, soon } from './pace.js';
import { away, colleagues } from './staff.js';
import type { Story } from './story.js';
import type { Tally } from './tally.js';

/** A complaint that is being handled, and by whom. */
export interface Scene {
  readonly house: House;
  readonly story: Story;
  readonly complaintId: string;
  /** The username of who handles it. */
  readonly handler: string;
  readonly pace: Pace;
  readonly tally: Tally;
}

interface Sorted {
  readonly type: ComplaintType;
  readonly severity: Severity;
  readonly scope: string;
  readonly urgency: string;
  readonly team: TeamFunction;
}
interface TriagedCase extends Sorted {
  readonly owner?: { readonly ownerId: string; readonly teamId: string; readonly confirmedAt?: string };
  readonly ownerMissing?: string;
}
interface Said {
  readonly messages: readonly { readonly kind: string; readonly by: string }[];
}

const answerers = ['reply', 'solution', 'resolution', 'note'];
const agents = colleagues.filter(({ role, username }) => role === 'agent' && username !== away.username);

/** Which agent would do it, if nobody else has it. The same in every run. */
export const agentFor = (seed: number, { given }: Story): string =>
  chancesOf(seed, `agent for ${given.externalRef}`).pick(agents).username;

const teamFor: Readonly<Record<ComplaintType, TeamFunction>> = {
  delivery: 'logistics',
  quality: 'quality',
  description: 'product',
  service: 'customer-service',
  payment: 'customer-service',
  return: 'customer-service',
  'stock-out': 'customer-service',
  other: 'customer-service',
};

type Unsettled = Omit<Scene, 'handler'>;

const caseOf = ({ complaintId }: Unsettled, reader: Caller): Promise<TriagedCase | undefined> =>
  soon(() => reader.find<TriagedCase>(`/api/triage/complaints/${complaintId}`));

/** What triage took for something else is put right by a lead. What is dangerous stays with those who have it. */
const putRight = async (scene: Unsettled, before: TriagedCase): Promise<TeamFunction> => {
  const { house, story, complaintId, tally } = scene;
  const { type, severity, scope, urgency } = before;
  const is = story.about;
  if (type === is) return before.team;
  const team = severity === 'high-risk' ? before.team : teamFor[is];
  const reason = `읽어 보니 ${is} 건입니다. (${type} → ${is})`;
  const corrected = { type: is, severity, scope, urgency, team, reason };
  const path = `/api/triage/complaints/${complaintId}/correct`;
  const answer = await house.as('demo.lead.oh').attempt(path, corrected, `${story.given.externalRef}:correct`);
  if (isRefused(answer)) tally.refuse('correct', answer.refused);
  else tally.add('corrected');
  return team;
};

/** Another team finds somebody else within a moment, if anybody is there. */
const patienceForOwnerMs = 5_000;

/**
 * Whoever has answered it before goes on with it, in this run and in the next; else whoever it was given to; else somebody
 * takes it. `undefined`: triage has not heard of it.
 */
export const handlerOf = async (scene: Unsettled, seed: number): Promise<string | undefined> => {
  const { house, story, complaintId, tally } = scene;
  const lead = house.as('demo.lead.oh');
  const before = await caseOf(scene, lead);
  if (!before) return undefined;
  const team = await putRight(scene, before);
  const found = await soon(async () => {
    const triaged = await lead.read<TriagedCase>(`/api/triage/complaints/${complaintId}`);
    const isOnItsWay = team !== before.team && triaged.owner?.teamId === before.owner?.teamId;
    return triaged.ownerMissing !== undefined || (triaged.owner && !isOnItsWay) ? triaged : undefined;
  }, patienceForOwnerMs);
  const owner = found?.owner && house.usernameOf(found.owner.ownerId);
  const reader = owner ?? agentFor(seed, story);
  const { messages } = await house.as(reader).read<Said>(`/api/intake/complaints/${complaintId}`);
  const first = messages.find(({ kind, by }) => answerers.includes(kind) && house.usernameOf(by) !== undefined);
  const handler = (first && house.usernameOf(first.by)) ?? reader;
  if (first) return handler;
  if (handler === owner && found?.owner?.confirmedAt !== undefined) return handler;
  const how = handler === owner ? 'confirm' : 'take';
  const path = `/api/triage/complaints/${complaintId}/${how}`;
  const answer = await house.as(handler).attempt(path, {}, `${story.given.externalRef}:${how}`);
  // Between looking and saying so it may have gone to somebody else: whoever answers has it in hand all the same.
  tally.add(isRefused(answer) ? 'overtaken' : how === 'take' ? 'taken' : 'confirmed');
  return handler;
};
