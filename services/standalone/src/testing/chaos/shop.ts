import { chance } from '@redress/eventing/testing';
import type { ApiAnswer } from '../api.js';
import type { Callers } from './callers.js';
import { type Step, type Story, storyOf } from './stories.js';
import { until } from './until.js';

/** How far a story has come, as the shop was told. */
export interface Told {
  readonly story: Story;
  /** Answered steps. */
  readonly done: number;
  readonly complaintId: string | undefined;
  readonly caseNumber: string | undefined;
}

/** A shop whose customers complain and whose agents answer, and which remembers every key and every answer. */
export interface Shop {
  /** Sends steps at a rate until it is told to stop, each to some replica; resolves once each was answered or broke off. */
  busy(perSecond: number, stop: AbortSignal): Promise<void>;
  /** Begins a story of today that has this many steps and sends these. */
  begin(name: string, steps: readonly Step[]): Promise<Told>;
  /** Sends a step of a story that was begun by hand; waits until it is answered. */
  go(name: string, step: Step): Promise<void>;
  /** Every step that was sent and not answered, the same again until it is; and answered ones, that must be answered as at first. */
  settleDebts(mostMs: number): Promise<void>;
  told(): readonly Told[];
  /** Answers that nobody should have got. */
  readonly wrong: readonly string[];
  readonly tally: { readonly sent: number; readonly unanswered: number; readonly repeated: number };
}

interface Going {
  story: Story;
  done: number;
  isSent: boolean;
  isBusy: boolean;
  complaintId?: string;
  caseNumber?: string;
  /** First answers, in the order of the steps. */
  readonly answers: string[];
}

/** More at once would only wait for the same processes. */
const mostAtOnce = 60;
const again: Readonly<Record<'share' | 'atTheEnd', number>> = { share: 0.06, atTheEnd: 40 };

/** What an answer names: the same again however often a key is sent. Where a command stands in the log is part of it. */
const namedBy = ({ body }: ApiAnswer): string => {
  const { complaintId, caseNumber, messageId, position } = body as Readonly<Record<string, unknown>>;
  return JSON.stringify({ complaintId, caseNumber, messageId, position });
};

/** Answers after which a key may be sent again: the process could not say. */
const saysNothing = ({ status }: ApiAnswer): boolean => status >= 500 || status === 429;

export const shopOf = (seed: number, callers: Callers, now: () => Date): Shop => {
  const random = chance(seed);
  const going = new Map<string, Going>();
  const wrong: string[] = [];
  let begun = 0;
  const tally = { sent: 0, unanswered: 0, repeated: 0 };

  const ask = async (one: Going, { voice, path, body, key }: Step): Promise<ApiAnswer | undefined> => {
    tally.sent += 1;
    const where = path === undefined ? '' : `/${one.complaintId ?? ''}/${path}`;
    try {
      const answer = await callers.ask(voice, `/api/intake/complaints${where}`, body(), key, random());
      if (!saysNothing(answer)) return answer;
    } catch {
      // Nothing was heard, so that it may have happened or not: the key is sent again.
    }
    tally.unanswered += 1;
    return undefined;
  };

  const note = (one: Going, step: Step, answer: ApiAnswer): void => {
    if (answer.status !== step.status) {
      wrong.push(`${step.key} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      // The story ends here: what was to follow makes no sense any more.
      one.story = { ...one.story, steps: one.story.steps.slice(0, one.done) };
      one.isSent = false;
      return;
    }
    const { complaintId, caseNumber } = answer.body as { readonly complaintId?: string; readonly caseNumber?: string };
    if (step.path === undefined) Object.assign(one, { complaintId, caseNumber });
    one.answers.push(namedBy(answer));
    one.done += 1;
    one.isSent = false;
  };

  const next = async (one: Going): Promise<void> => {
    const step = one.story.steps[one.done];
    if (!step || one.isBusy) return;
    one.isBusy = true;
    one.isSent = true;
    const answer = await ask(one, step);
    if (answer) note(one, step, answer);
    one.isBusy = false;
  };

  const repeat = async (one: Going): Promise<void> => {
    const index = Math.floor(random() * one.done);
    const step = one.story.steps[index];
    if (!step) return;
    tally.repeated += 1;
    const answer = await ask(one, step);
    if (answer && (answer.status !== step.status || namedBy(answer) !== one.answers[index]))
      wrong.push(`${step.key} was answered ${one.answers[index]} at first, then ${answer.status} ${namedBy(answer)}`);
  };

  const add = (story: Story): Going => {
    const one: Going = { story, done: 0, isSent: false, isBusy: false, answers: [] };
    going.set(story.name, one);
    return one;
  };
  const pick = (some: readonly Going[], share: number): Going | undefined => some[Math.floor(share * some.length)];
  const turn = (): Promise<void> => {
    const [what, which] = [random(), random()];
    const all = [...going.values()];
    const answered = all.filter(({ done }) => done > 0);
    if (what < again.share && answered.length > 0) return repeat(pick(answered, which) as Going);
    const waiting = all.filter(({ story, done, isBusy }) => !isBusy && done < story.steps.length);
    const one = what < 0.6 ? pick(waiting, which) : undefined;
    if (one) return next(one);
    begun += 1;
    return next(add(storyOf(`${seed}-${begun}`, random, now)));
  };

  const untilDone = (one: Going, goal: number): Promise<void> =>
    until(`an answer to ${one.story.name}`, 120_000, async () => {
      if (one.done < goal) await next(one);
      return one.done < goal ? `nobody has said ${goal} times what became of it; ${wrong.at(-1) ?? ''}` : undefined;
    });
  const shown = ({ story, done, complaintId, caseNumber }: Going): Told => ({ story, done, complaintId, caseNumber });

  return {
    wrong,
    tally,
    told: () => [...going.values()].map(shown),
    busy: async (perSecond, stop) => {
      const began = performance.now();
      const under = new Set<Promise<void>>();
      for (let number = 0; !stop.aborted; number += 1) {
        const due = began + (number / perSecond) * 1000;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        if (under.size >= mostAtOnce) continue;
        const sent: Promise<void> = turn().finally(() => under.delete(sent));
        under.add(sent);
      }
      await Promise.all(under);
    },
    begin: async (name, steps) => {
      const one = add({ name, steps, kind: 'of-today' });
      await untilDone(one, steps.length);
      return shown(one);
    },
    go: async (name, step) => {
      const one = going.get(name);
      if (!one) throw new Error(`Nobody has begun ${name}.`);
      one.story = { ...one.story, steps: [...one.story.steps, step] };
      await untilDone(one, one.story.steps.length);
    },
    settleDebts: async (mostMs) => {
      await until('every request that was sent is answered', mostMs, async () => {
        const open = [...going.values()].filter(({ isSent }) => isSent);
        await Promise.all(open.map(next));
        const left = open.filter(({ isSent }) => isSent);
        return left.length === 0
          ? undefined
          : `${left.length} of them, ${left[0]?.story.name} first; ${wrong.at(-1) ?? 'nothing was heard'}`;
      });
      const answered = [...going.values()].filter(({ done }) => done > 0);
      for (let turns = 0; turns < again.atTheEnd; turns += 1) {
        const one = pick(answered, random());
        if (one) await repeat(one);
      }
    },
  };
};
