import type { ComplaintListed } from '@redress/contracts';
import { playLeftovers } from './leftovers.js';
import { type House, openHouse } from './opening.js';
import type { DemoOptions } from './options.js';
import { atOnce, paceAt } from './pace.js';
import { importPast } from './past.js';
import { playPresent } from './present.js';
import { colleagues } from './staff.js';
import { pastStories, presentStories } from './stories.js';
import { settledSummary, type Summary, summaryShown } from './summary.js';
import { Tally } from './tally.js';

/** Where to play, with whose credentials. */
export interface Stage {
  readonly url: string;
  readonly password: string;
  /** Accounts that have the administrator's password. */
  readonly alike: readonly string[];
  readonly say: (line: string) => void;
}

export interface Played {
  readonly house: House;
  readonly summary: Summary;
  /** What was refused, and how often. */
  readonly refused: readonly string[];
}

type Asked = Pick<DemoOptions, 'username' | 'seed' | 'speed' | 'complaints' | 'past'>;

const progressEveryMs = 10_000;

const progressOf = (tally: Tally, all: number): string =>
  [
    `${tally.of('complaints')} of ${all} complaints came`,
    `${tally.of('reply')} replies`,
    `${tally.of('corrected')} corrected`,
    `${tally.of('options') + tally.of('exceptions')} compensations proposed`,
    `${tally.of('resolve')} resolved`,
    `${tally.of('close')} closed`,
  ].join(', ');

const peopleShown = (house: House): readonly string[] => [
  `People of the demonstration, all with the password ${house.password}:`,
  ...colleagues
    .filter(({ role }) => role !== 'importer')
    .map(
      ({ username, name, role, teams }) =>
        `  ${username.padEnd(18)} ${role.padEnd(8)} ${name}, ${teams.join(', ') || 'no team'}`,
    ),
];

/** People, past and present, in this order. What an earlier run has done is found done. */
export const playDemonstration = async (
  { username, seed, speed, complaints, past }: Asked,
  { url, password, alike, say }: Stage,
): Promise<Played> => {
  const tally = new Tally();
  say('People, teams and keys …');
  const house = await openHouse({ url, username, password, seed, alike });
  for (const line of peopleShown(house)) say(line);

  const plan = { seed, past, complaints, beganAt: house.beganAt };
  const arrived = await house.as('demo.lead.han').list<ComplaintListed>('/api/intake/complaints');
  const known = new Set(arrived.flatMap(({ externalRef }) => externalRef ?? []));
  const history = pastStories(plan);
  say(`The past: ${history.length} complaints of thirty days …`);
  const tenth = Math.max(1, Math.ceil(history.length / 10));
  const left = await importPast(house, history, tally, (told) => {
    if (told % tenth === 0) say(`  ${told} of ${history.length}`);
  });

  const stories = presentStories(plan);
  const missing = stories.filter(({ given }) => !known.has(given.externalRef)).length;
  say(`The present: ${missing} complaints that have not come yet, ${stories.length - missing} that have …`);
  const pace = paceAt(speed, performance.now());
  const playing = { house, seed, tally, pace, known };
  const progress = setInterval(() => say(`  ${progressOf(tally, stories.length)}`), progressEveryMs);
  try {
    const leftovers = { ...playing, pace: missing === 0 ? atOnce : pace };
    await Promise.all([playPresent(playing, stories), playLeftovers(leftovers, left)]);
  } finally {
    clearInterval(progress);
  }
  say(`  ${progressOf(tally, stories.length)}`);
  const summary = await settledSummary(house);
  const refused = tally.refused();
  for (const line of summaryShown(summary)) say(line);
  if (refused.length > 0) say(`Refused by a rule: ${refused.join('; ')}`);
  return { house, summary, refused };
};
