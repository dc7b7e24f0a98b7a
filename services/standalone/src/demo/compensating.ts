import type { CompensationKind } from '@redress/contracts';
import { type Caller, isRefused } from './caller.js';
import { type Pace, soon } from './pace.js';
import type { Scene } from './scene.js';
import type { Deed } from './story.js';

type Compensating = Extract<Deed, { readonly does: 'offer' | 'except' }>;

interface Option {
  readonly ruleId: string;
  readonly kind: CompensationKind;
}
interface Compensation {
  readonly compensationId: string;
  readonly state: string;
  readonly approvalsNeeded: number;
  readonly roles: readonly string[];
}
interface Offers {
  readonly tariffVersion?: number;
  readonly options: readonly Option[];
  readonly compensations: readonly Compensation[];
}

/** A refund looks at what it is about, and somebody else has to look as well. */
const approvers = {
  lead: ['demo.lead.oh', 'demo.lead.han'],
  finance: ['demo.finance.seo', 'demo.finance.ahn'],
} as const;

const reasons: Readonly<Record<'lead' | 'finance', string>> = {
  lead: '같은 건으로 이미 다른 보상을 약속드렸습니다. 금액을 낮춰 다시 올려 주세요.',
  finance: '증빙이 부족합니다. 영수증을 받은 뒤 다시 올려 주세요.',
};

const wantedOf = (deed: Compensating, { options }: Offers): object | undefined => {
  if (deed.does === 'except') {
    const { kind, won, reason } = deed;
    return { kind, amount: { amountMinor: won, currency: 'KRW' }, reason };
  }
  const chosen = deed.kinds.map((kind) => options.find((option) => option.kind === kind)).find((option) => option);
  return chosen && { ruleId: chosen.ruleId };
};

const approversOf = ({ roles, approvalsNeeded }: Compensation, handler: string) => {
  const level = roles.includes('lead') ? ('lead' as const) : ('finance' as const);
  return { level, people: approvers[level].filter((name) => name !== handler).slice(0, approvalsNeeded) };
};

interface Awaiting {
  readonly deed: Compensating;
  readonly key: string;
  readonly compensation: Compensation;
}

/** Those who may say yes or no to it do, one after the other. */
const decided = async (scene: Scene, pace: Pace, { deed, key, compensation }: Awaiting): Promise<void> => {
  const { house, complaintId, handler, tally } = scene;
  const { level, people } = approversOf(compensation, handler);
  const address = `/api/compensation/complaints/${complaintId}/compensations/${compensation.compensationId}`;
  for (const name of deed.verdict === 'decline' ? people.slice(0, 1) : people) {
    await pace.hours(1);
    const body = deed.verdict === 'decline' ? { reason: reasons[level] } : {};
    const answer = await house.as(name).attempt(`${address}/${deed.verdict}`, body, `${key}:${deed.verdict}`);
    if (isRefused(answer)) tally.refuse(deed.verdict, answer.refused);
    else tally.add(`${deed.verdict}d by ${level}`);
  }
};

/**
 * Proposes what the customer is given, and has it approved or declined where that is needed. Answers whether the case goes
 * on: while something waits for approval it rests.
 */
export const compensate = async (scene: Scene, deed: Compensating, key: string): Promise<'goes-on' | 'rests'> => {
  const { house, complaintId, handler, tally, pace } = scene;
  const path = `/api/compensation/complaints/${complaintId}`;
  const agent: Caller = house.as(handler);
  const offers = await soon(async () => {
    const found = await agent.find<Offers>(path);
    return found?.tariffVersion === undefined ? undefined : found;
  });
  const wanted = offers && wantedOf(deed, offers);
  if (!wanted) {
    tally.add('nothing fitting to offer');
    return 'goes-on';
  }
  const proposed = await agent.attempt<{ compensationId: string; position: string }>(
    `${path}/compensations`,
    wanted,
    key,
  );
  if (isRefused(proposed)) {
    tally.refuse(deed.does, proposed.refused);
    return 'goes-on';
  }
  tally.add(deed.does === 'except' ? 'exceptions' : 'options');
  const { compensations } = await agent.read<Offers>(`${path}?waitFor=${proposed.position}`);
  const compensation = compensations.find(({ compensationId }) => compensationId === proposed.compensationId);
  if (compensation?.state !== 'waiting-for-approval') return 'goes-on';
  if (deed.verdict === 'leave') return 'rests';
  await decided(scene, pace, { deed, key, compensation });
  return 'goes-on';
};
