/** Who sends a step: a channel's system by its key, or a person. */
export type Voice = 'channel' | 'agent' | 'importer';

/** One request of a story, under a key of its own: sent again it is the same request. */
export interface Step {
  readonly key: string;
  readonly voice: Voice;
  /** Below the complaint; `undefined`: the complaint itself. */
  readonly path: string | undefined;
  readonly body: () => object;
  readonly status: 200 | 201;
  /** What it leaves in the complaint's stream. */
  readonly leaves: string;
  readonly asksCustomer?: boolean;
}

/** What happens to one complaint, in this order. */
export interface Story {
  readonly name: string;
  readonly kind: 'of-today' | 'imported';
  readonly steps: readonly Step[];
}

type Move = readonly [path: string, voice: Voice, leaves: string];

const moves = {
  message: ['messages', 'channel', 'CustomerWrote'],
  reply: ['replies', 'agent', 'AgentReplied'],
  note: ['notes', 'agent', 'NoteAdded'],
  propose: ['solutions', 'agent', 'SolutionProposed'],
  accept: ['solutions/accept', 'channel', 'SolutionAccepted'],
  decline: ['solutions/decline', 'channel', 'SolutionDeclined'],
  resolve: ['resolve', 'agent', 'ComplaintResolved'],
  confirm: ['confirm', 'channel', 'ResolutionConfirmed'],
} as const satisfies Readonly<Record<string, Move>>;
type MoveName = keyof typeof moves;

type Phase = 'open' | 'proposed' | 'accepted' | 'resolved' | 'confirmed';
/** What may follow, so that nothing is refused. */
const following: Readonly<Record<Phase, readonly MoveName[]>> = {
  open: ['message', 'reply', 'reply', 'note', 'propose', 'resolve'],
  proposed: ['message', 'reply', 'accept', 'accept', 'decline'],
  accepted: ['note', 'resolve', 'resolve'],
  resolved: ['message', 'confirm'],
  confirmed: [],
};
const leadsTo: Readonly<Partial<Record<MoveName, Phase>>> = {
  propose: 'proposed',
  accept: 'accepted',
  decline: 'open',
  resolve: 'resolved',
  confirm: 'confirmed',
};

const mostMoves = 6;
const minuteMs = 60_000;
/** A promise of a minute, of which this much was over when the complaint was typed in, at most. */
const mostTypingMs = 45_000;

/** The story of a name: the same chance gives the same one, but for the moments in it, which are stated when it begins. */
export const storyOf = (name: string, random: () => number, now: () => Date): Story => {
  const share = random();
  return share < 0.15 ? history(name, random) : today(name, random, now);
};

const complaintOf = (name: string, external: string | undefined): object => ({
  channel: 'api',
  customer: { id: `customer-${name}`, email: 'kim@example.com' },
  order: { number: `O-${name}` },
  productCode: 'P-1',
  text: `택배가 아직 오지 않았어요. ${name}`,
  ...(external !== undefined && { externalRef: external }),
});

const today = (name: string, random: () => number, now: () => Date): Story => {
  const [typing, isReferred] = [random() * mostTypingMs, random() < 0.2];
  const received = once(() => ({
    ...complaintOf(name, isReferred ? `ref-${name}` : undefined),
    // It reached us some time before it was typed in, so that its promise is soon due.
    receivedAt: new Date(now().getTime() - typing).toISOString(),
  }));
  const first: Step = {
    key: name,
    voice: 'channel',
    path: undefined,
    body: received,
    status: 201,
    leaves: 'ComplaintReceived',
  };
  const steps = [first];
  let phase: Phase = 'open';
  for (let left = Math.floor(random() * (mostMoves + 1)); left > 0; left -= 1) {
    const possible: readonly MoveName[] = following[phase];
    const chosen: MoveName | undefined = possible[Math.floor(random() * possible.length)];
    const asksCustomer = random() < 0.5;
    if (chosen === undefined) break;
    steps.push(stepOf(`${name}.${steps.length}`, chosen, { asksCustomer }));
    phase = leadsTo[chosen] ?? phase;
  }
  return { name, kind: 'of-today', steps };
};

interface Asking {
  readonly asksCustomer: boolean;
}

const bodies: Readonly<Partial<Record<MoveName, (text: string, asking: Asking) => object>>> = {
  message: (text) => ({ channel: 'api', text }),
  reply: (text, { asksCustomer }) => ({ text, asksCustomer }),
  note: (text) => ({ text }),
  propose: (text) => ({ remedy: 'refund', text }),
  decline: (reason) => ({ reason }),
  resolve: (text) => ({ remedy: 'refund', text }),
};

const stepOf = (key: string, move: MoveName, { asksCustomer }: Asking): Step => {
  const [path, voice, leaves] = moves[move];
  const body = bodies[move]?.(`확인해 주세요. ${key}`, { asksCustomer }) ?? {};
  const isMessage = ['message', 'reply', 'note', 'propose'].includes(move);
  return {
    key,
    voice,
    path,
    body: () => body,
    status: isMessage ? 201 : 200,
    leaves,
    ...(move === 'reply' && { asksCustomer }),
  };
};

/** What happened long ago, sent in by an importer: its promises are judged by the moments that it states. */
const history = (name: string, random: () => number): Story => {
  const receivedAt = Date.parse('2025-03-03T01:00:00Z') + Math.floor(random() * 200 * 24 * 60) * minuteMs;
  const answeredAfter = random() < 0.5 ? 0.5 * minuteMs : 30 * minuteMs;
  const at = (afterMs: number): string => new Date(receivedAt + afterMs).toISOString();
  const imported = (step: Step, afterMs: number): Step => ({
    ...step,
    voice: 'importer',
    body: () => ({ ...step.body(), occurredAt: at(afterMs) }),
  });
  const first: Step = {
    key: name,
    voice: 'importer',
    path: undefined,
    body: () => ({ ...complaintOf(name, `old-${name}`), receivedAt: at(0) }),
    status: 201,
    leaves: 'ComplaintReceived',
  };
  const steps = [first];
  if (random() < 0.8) steps.push(imported(stepOf(`${name}.1`, 'reply', { asksCustomer: false }), answeredAfter));
  if (random() < 0.6) steps.push(imported(stepOf(`${name}.2`, 'resolve', { asksCustomer: false }), 120 * minuteMs));
  return { name, kind: 'imported', steps };
};

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
