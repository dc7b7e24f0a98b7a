import type { CompensationKind, ComplaintType, Remedy, TeamFunction } from '@redress/contracts';
import type { Chances } from './chances.js';
import type { Deed, Step, Verdict } from './story.js';
import { filled, type Matter } from './spoken.js';
import { comebacks, declines } from './words/around.js';
import { exceptionReasons, investigations, notes, proposals, questions, replies, resolutions } from './words/house.js';

interface Case {
  readonly about: ComplaintType;
  readonly wants: Remedy;
  readonly matter: Matter;
}

type Offered = keyof typeof proposals;

const kindsFor: Readonly<Record<Offered, readonly CompensationKind[]>> = {
  refund: ['full-refund', 'points', 'coupon'],
  'partial-refund': ['partial-refund', 'points', 'coupon'],
  exchange: ['exchange', 'points', 'coupon'],
  redelivery: ['redelivery', 'points', 'coupon'],
  compensation: ['points', 'coupon', 'extra-benefit'],
  apology: ['apology-letter', 'points'],
};

const offeredFor = (wants: Remedy): Offered => (wants in proposals ? (wants as Offered) : 'apology');
/** What is tried first where somebody will say no. */
const weaker: Readonly<Record<Offered, Offered>> = {
  refund: 'exchange',
  'partial-refund': 'compensation',
  exchange: 'compensation',
  redelivery: 'compensation',
  compensation: 'apology',
  apology: 'compensation',
};
const teamsAsked: Readonly<Partial<Record<ComplaintType, TeamFunction>>> = {
  delivery: 'logistics',
  quality: 'quality',
  description: 'product',
};
const verdicts: readonly (readonly [number, Verdict])[] = [
  [82, 'approve'],
  [8, 'decline'],
  [10, 'leave'],
];

const step = (hours: number, deed: Deed): Step => ({ hours, deed });

/** Most first answers come in time, some do not. */
const untilAnswer = (chances: Chances): number =>
  chances.weighted([
    [50, 0.2 + chances.next() * 0.7],
    [28, 1 + chances.next() * 3],
    [14, 5 + chances.next() * 15],
    [8, 25 + chances.next() * 20],
  ]);
const someHours = (chances: Chances): number => 1 + chances.next() * 9;
const aDay = (chances: Chances): number => 12 + chances.next() * 30;

/** What people do about a complaint, one after the other. */
export const courseOf = (chances: Chances, { about, wants, matter }: Case): readonly Step[] => {
  const { language } = matter;
  const say = (texts: readonly string[]): string => filled(chances.pick(texts), matter);
  const answer = (): Step =>
    step(untilAnswer(chances), { does: 'reply', text: say(replies[about][language]), asks: 'nothing' });
  const ask = (): readonly Step[] => {
    const [question, answers] = chances.pick(questions[language]);
    return [
      step(untilAnswer(chances), { does: 'reply', text: filled(question, matter), asks: 'customer' }),
      step(someHours(chances), { does: 'write', text: say(answers) }),
    ];
  };
  const propose = (offered: Offered): Step =>
    step(someHours(chances), { does: 'propose', remedy: offered, text: say(proposals[offered][language]) });
  const accept = (): Step => step(someHours(chances), { does: 'accept' });
  const compensate = (offered: Offered): Step => {
    const verdict = chances.weighted(verdicts);
    if (!chances.percent(9)) return step(chances.next(), { does: 'offer', kinds: kindsFor[offered], verdict });
    const won = chances.whole(3, 32) * 10_000;
    return step(chances.next(), { does: 'except', kind: 'points', won, reason: say(exceptionReasons), verdict });
  };
  const resolve = (offered: Offered): Step =>
    step(someHours(chances), { does: 'resolve', remedy: offered, text: say(resolutions[language]) });
  const end = (): readonly Step[] => [
    ...(chances.percent(45) ? [step(someHours(chances), { does: 'confirm' })] : []),
    step(aDay(chances), { does: 'close' }),
  ];
  const noted = (): readonly Step[] => (chances.percent(30) ? [step(0.3, { does: 'note', text: say(notes) })] : []);
  const investigated = (): readonly Step[] => {
    const [team, asked] = [teamsAsked[about], investigations[about]];
    if (!team || !asked) return [];
    const [question, result] = chances.pick(asked);
    const finding = chances.weighted([
      [75, 'confirmed'],
      [15, 'not-confirmed'],
      [10, 'inconclusive'],
    ] as const);
    return [
      step(0.5, { does: 'ask-team', team, question }),
      step(someHours(chances), { does: 'answer', team, finding, result }),
    ];
  };

  const offered = offeredFor(wants);
  const settled = (): readonly Step[] => [propose(offered), accept(), compensate(offered), resolve(offered)];
  const courses: readonly (readonly [number, () => readonly Step[]])[] = [
    [32, () => [answer(), ...noted(), ...settled(), ...end()]],
    [24, () => [...ask(), ...noted(), ...settled(), ...end()]],
    [
      12,
      () => [
        answer(),
        propose(weaker[offered]),
        step(someHours(chances), { does: 'decline', reason: say(declines[language]) }),
        ...settled(),
        ...end(),
      ],
    ],
    [14, () => [answer(), compensate('apology'), resolve('apology'), ...end()]],
    [
      8,
      () => [
        answer(),
        resolve(offered),
        step(aDay(chances), { does: 'reopen', reason: say(comebacks[language]) }),
        answer(),
        compensate(offered),
        resolve(offered),
        ...end(),
      ],
    ],
    [10, () => [answer(), ...investigated(), ...settled(), ...end()]],
  ];
  return chances.weighted(courses)();
};
