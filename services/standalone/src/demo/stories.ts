import type { Channel } from '@redress/contracts';
import { type Chances, chancesOf } from './chances.js';
import { courseOf } from './courses.js';
import { channelsUsed, type Customer, customerOf } from './customers.js';
import { type Product, products, regions, soldOut } from './shop.js';
import { matterOf, spoken, spokenInSurge, subjectOf } from './spoken.js';
import type { Given, PresentStory, Story } from './story.js';
import { english } from './words/english.js';
import { koreanAboutGoods } from './words/korean-goods.js';
import { koreanAboutOrders } from './words/korean-orders.js';
import type { Letter } from './words/letter.js';

/** Everything else about a demonstration follows from this. */
export interface Plan {
  readonly seed: number;
  readonly past: number;
  readonly complaints: number;
  /** When the demonstration began for the first time. */
  readonly beganAt: Date;
}

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Korea has one zone and no summer time. */
const seoulMs = 9 * hourMs;

const korean = [...koreanAboutGoods, ...koreanAboutOrders];
const letters: Readonly<Record<Customer['language'], readonly Letter[]>> = { ko: korean, en: english };

/** The last midnight in Seoul: until then it is the past. */
export const midnightBefore = (at: Date): Date =>
  new Date(Math.floor((at.getTime() + seoulMs) / dayMs) * dayMs - seoulMs);

interface Told {
  readonly plan: Plan;
  readonly chances: Chances;
  readonly kind: 'past' | 'live';
  readonly number: number;
  readonly customer: Customer;
  readonly round: number;
  /** When it is about. */
  readonly at: Date;
  readonly letter?: Letter;
  readonly product?: Product;
  readonly receivedAt?: Date;
}

/** What a channel knows of an order: long promised, mostly delivered. */
const orderOf = ({ chances, at, plan, kind, number }: Told, product: Product): NonNullable<Given['order']> => {
  const promisedAt = new Date(at.getTime() - chances.whole(-24, 260) * hourMs);
  const deliveredAt = new Date(promisedAt.getTime() + chances.whole(-30, 90) * hourMs);
  const isDelivered = deliveredAt < at;
  return {
    number: `SS${plan.seed}-${kind === 'past' ? 'H' : 'L'}${String(number).padStart(5, '0')}`,
    valueMinor:
      product.won *
      chances.weighted([
        [85, 1],
        [12, 2],
        [3, 3],
      ]),
    currency: 'KRW',
    region: chances.pick(regions),
    sellerId: product.sellerId,
    brand: product.brand,
    promisedAt: promisedAt.toISOString(),
    ...(isDelivered && { deliveredAt: deliveredAt.toISOString() }),
  };
};

const letterFor = (chances: Chances, channel: Channel, { language }: Customer): Letter =>
  chances.pick(letters[language].filter(({ by }) => !by || by.includes(channel)));

const storyOf = (told: Told): Story => {
  const { plan, chances, kind, number, customer, round, receivedAt } = told;
  const channel = chances.weighted(channelsUsed);
  const letter = told.letter ?? letterFor(chances, channel, customer);
  const { about, language, wants, goods } = letter;
  const product =
    told.product ??
    chances.pick(
      products.filter(({ category, code }) => !goods || goods.some((one) => one === category || one === code)),
    );
  const order = orderOf(told, product);
  const matter = matterOf(chances, { product, orderNumber: order.number, language });
  const text = told.letter ? letter.text : spoken(chances, letter, channel, matter);
  const subject = subjectOf(chances, letter, channel);
  const [knowsCustomer, knowsOrder] = [chances.percent(94), chances.percent(92)];
  const { id, name, email, phone, tier } = customer;
  return {
    number,
    round,
    about,
    orderWon: order.valueMinor,
    given: {
      channel,
      externalRef: `demo-${plan.seed}-${kind}-${String(number).padStart(5, '0')}`,
      text,
      ...(subject !== undefined && { subject }),
      ...(chances.percent(60) && { remedySought: wants }),
      ...(receivedAt && { receivedAt: receivedAt.toISOString() }),
      customer: { ...(knowsCustomer && { id, tier }), name, email, phone, preferredChannel: channel, locale: language },
      ...(knowsOrder && { order, productCode: product.code }),
    },
    course: courseOf(chances, { about, wants, matter }),
  };
};

const pastDays = 30;
/** Of a hundred customers who complained, so many did not before. */
const newcomers = 78;
/** People complain in the evening more than in the night. */
const hoursOfDay: readonly (readonly [number, number])[] = Array.from({ length: 24 }, (_, hour) => [
  hour < 7 ? 1 : hour < 10 ? 4 : hour < 18 ? 7 : 9,
  hour,
]);

/** Complaints of the last thirty days, in the order in which they came. */
export const pastStories = (plan: Plan): readonly Story[] => {
  const midnight = midnightBefore(plan.beganAt).getTime();
  const chances = chancesOf(plan.seed, 'past');
  const instants = Array.from({ length: plan.past }, () => {
    const day = chances.whole(1, pastDays);
    const minutes = chances.weighted(hoursOfDay) * 60 + chances.whole(0, 59);
    return midnight - day * dayMs + minutes * 60_000 + chances.whole(0, 59) * 1000;
  }).toSorted((a, b) => a - b);
  const rounds = new Map<number, number>();
  return instants.map((instant, number) => {
    const whose = number > 0 && !chances.percent(newcomers) ? chances.whole(0, number - 1) : number;
    const round = rounds.get(whose) ?? 0;
    rounds.set(whose, round + 1);
    const customer = customerOf(chancesOf(plan.seed, `customer ${whose}`), `D${plan.seed}`, whose);
    const own = chancesOf(plan.seed, `past ${number}`);
    const at = new Date(instant);
    return storyOf({ plan, chances: own, kind: 'past', number, customer, round, at, receivedAt: at });
  });
};

/** At speed 1: complaints begin to come for so long, those of the surge within a minute of it. */
const comingMs = 140_000;
const [surgeFromMs, surgeForMs] = [55_000, 55_000];
const surgeShare = 0.22;
const leastForSurge = 10;
/** Customers who never complained before are counted from here. */
const firstNew = 50_000;

/** What comes in while one looks. */
export const presentStories = (plan: Plan): readonly PresentStory[] => {
  const surge = plan.complaints < leastForSurge ? 0 : Math.round(plan.complaints * surgeShare);
  const late = Math.round(plan.complaints * 0.04);
  const stories = Array.from({ length: plan.complaints }, (_, number): PresentStory => {
    const chances = chancesOf(plan.seed, `live ${number}`);
    const isOfSurge = number < surge;
    // Nobody comes back twice here: how often somebody complained would hang on who is quicker.
    const isKnown = !isOfSurge && chances.percent(14) && number < plan.past;
    const whose = isKnown ? number : firstNew + number;
    const customer = customerOf(chancesOf(plan.seed, `customer ${whose}`), `D${plan.seed}`, whose);
    const common = { plan, chances, kind: 'live', number, customer, round: 0, at: plan.beganAt } as const;
    if (isOfSurge) {
      const { language } = customer;
      const letter: Letter = {
        about: 'stock-out',
        language,
        wants: 'compensation',
        text: spokenInSurge(chances, language),
      };
      const startsMs = surgeFromMs + surgeForMs * chances.next() ** 1.6;
      return {
        ...shortened(chances, storyOf({ ...common, letter, product: soldOut }), 45),
        startsMs,
      };
    }
    const startsMs = comingMs * ((number - surge + chances.next()) / Math.max(1, plan.complaints - surge));
    if (number >= plan.complaints - late) return lyingAbout(common);
    return { ...shortened(chances, storyOf(common), 32), startsMs };
  });
  return stories.toSorted((one, other) => one.startsMs - other.startsMs);
};

/** Of so many of a hundred the end is still to come. */
const shortened = (chances: Chances, story: Story, share: number): Story =>
  chances.percent(share)
    ? { ...story, course: story.course.slice(0, chances.whole(0, story.course.length - 1)) }
    : story;

/** Something that lay in a mailbox: its promises are broken, or about to be. Some of it is forgotten again. */
const lyingAbout = (common: Omit<Told, 'receivedAt'>): PresentStory => {
  const { chances, plan } = common;
  const beforeMs = chances.percent(50) ? 24 * hourMs - chances.whole(60, 200) * 1000 : chances.whole(2, 60) * hourMs;
  const story = storyOf({ ...common, receivedAt: new Date(plan.beganAt.getTime() - beforeMs) });
  const startsMs = chances.whole(3, 40) * 1000;
  return { ...story, course: chances.percent(60) ? [] : story.course, startsMs };
};
