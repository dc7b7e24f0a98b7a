import type {
  ComplaintReceived,
  Figure,
  Grain,
  Grouping,
  KpisAsked,
  KpiShown,
  Metric,
  Phase,
} from '@redress/contracts';
import type { NewEvent } from '@redress/eventing';
import type { Happened } from './lives.js';

/** What was counted, found by walking through the events themselves. */
export interface Counted {
  readonly figure: Figure;
  readonly at: Date;
  readonly group: string | undefined;
  readonly kind?: string;
  readonly measure?: number;
}

interface Walked {
  readonly received: ComplaintReceived;
  readonly happenings: Omit<Counted, 'group'>[];
  /** When it opened and when it no longer was, in turn. */
  readonly turns: Date[];
  type?: string;
  readonly named: Partial<Record<Grouping, string>>;
}

const max = (...dates: readonly Date[]): Date => new Date(Math.max(...dates.map(Number)));
const wholeMinutes = (from: Date, until: Date): number =>
  Math.max(0, Math.floor((until.getTime() - from.getTime()) / 60_000));

/** One complaint's events, from the first to the last. */
const walk = (events: readonly NewEvent[]): Walked => {
  const received = events.find(({ type }) => type === 'ComplaintReceived')?.data as ComplaintReceived;
  const { productCode, order, channel, tier, receivedAt } = received;
  const named: Partial<Record<Grouping, string>> = {
    ...(productCode !== undefined && { product: productCode, category: productCode.split('-')[0] }),
    ...(order?.sellerId !== undefined && { seller: order.sellerId }),
    ...(order?.region !== undefined && { region: order.region }),
    ...(order?.brand !== undefined && { brand: order.brand }),
    ...(tier !== undefined && { tier }),
    channel,
  };
  const happenings: Omit<Counted, 'group'>[] = [{ figure: 'received', at: receivedAt }];
  const turns: Date[] = [receivedAt];
  const answers: Date[] = [];
  const verdicts = new Map<Metric, Omit<Counted, 'group'>>();
  /** Kept by telling those above alone. */
  const escalated = new Set<Metric>();
  let phase = 'received' as Phase;
  let since = receivedAt;
  const enter = (next: Phase, at: Date): void => {
    if (next === phase) return;
    const left = max(since, at);
    happenings.push({ figure: 'phases', at: left, kind: phase, measure: wholeMinutes(since, left) });
    [phase, since] = [next, left];
  };
  const judge = (metric: Metric, verdict: string, at: Date): unknown =>
    verdicts.set(metric, { figure: 'promises', at, kind: `${metric}-${verdict}` });
  for (const { type, data } of events) {
    switch (type) {
      case 'ComplaintTriaged':
      case 'TriageCorrected':
        Object.assign(named, { type: data.type, severity: data.severity });
        break;
      case 'FactsGiven':
        if (data.productCode !== undefined)
          Object.assign(named, { product: data.productCode, category: data.productCode.split('-')[0] });
        break;
      case 'OwnerAssigned':
        named.team = data.teamId;
        break;
      case 'AgentReplied':
        answers.push(data.repliedAt);
        if (phase === 'received') enter('in-progress', data.repliedAt);
        break;
      case 'SolutionProposed':
        answers.push(data.proposedAt);
        enter('solution-proposed', data.proposedAt);
        break;
      case 'SolutionAccepted':
        enter('solution-accepted', data.acceptedAt);
        break;
      case 'SolutionDeclined':
        enter('solution-declined', data.declinedAt);
        break;
      case 'ComplaintResolved': {
        const at = max(data.resolvedAt, turns.length === 1 ? receivedAt : (turns.at(-1) as Date));
        answers.push(data.resolvedAt);
        turns.push(at);
        happenings.push({ figure: 'resolution', at, measure: wholeMinutes(receivedAt, at) });
        enter('resolved', data.resolvedAt);
        break;
      }
      case 'ResolutionConfirmed':
        enter('confirmed', data.confirmedAt);
        break;
      case 'ComplaintClosed':
        enter('closed', data.closedAt);
        break;
      case 'ComplaintReopened': {
        const at = max(data.reopenedAt, turns.at(-1) as Date);
        turns.push(at);
        happenings.push({ figure: 'reopened', at });
        enter('in-progress', data.reopenedAt);
        break;
      }
      case 'TargetMet':
        judge(data.metric, 'kept', data.metAt);
        escalated.delete(data.metric);
        break;
      case 'TargetMetByEscalation':
        judge(data.metric, 'kept', data.escalatedAt);
        escalated.add(data.metric);
        break;
      case 'TargetMissed':
        judge(data.metric, 'missed', data.dueAt);
        escalated.delete(data.metric);
        break;
      case 'VerdictWithdrawn':
        verdicts.delete(data.metric);
        break;
      case 'ClockReopened':
        if (verdicts.get(data.metric)?.kind?.endsWith('kept')) verdicts.delete(data.metric);
        break;
      case 'ClockRederived':
        if (escalated.delete(data.metric)) verdicts.delete(data.metric);
        break;
      case 'CompensationPaid':
        happenings.push({
          figure: 'costs',
          at: data.paidAt,
          kind: data.amount?.currency ?? '',
          measure: data.amount?.amountMinor ?? 0,
        });
        break;
      case 'CompensationReversed':
        happenings.push({
          figure: 'costs',
          at: data.reversedAt,
          kind: currencyOf(events, data.compensationId),
          measure: -(data.amount?.amountMinor ?? 0),
        });
        break;
      default:
        break;
    }
  }
  const first = answers.length > 0 ? max(receivedAt, new Date(Math.min(...answers.map(Number)))) : undefined;
  if (first) happenings.push({ figure: 'first-response', at: first, measure: wholeMinutes(receivedAt, first) });
  happenings.push(...verdicts.values());
  return { received, happenings, turns, named };
};

const currencyOf = (events: readonly NewEvent[], compensationId: string): string =>
  events
    .flatMap(({ type, data }) =>
      type === 'CompensationPaid' && data.compensationId === compensationId ? [data.amount?.currency] : [],
    )
    .join('');

const dayMs = 86_400_000;

const isRepeat = (one: Walked, all: readonly Walked[]): boolean =>
  all.some(({ received, named }) => {
    const [at, before] = [one.received.receivedAt.getTime(), received.receivedAt.getTime()];
    return (
      received.customerKey !== undefined &&
      received.customerKey === one.received.customerKey &&
      (before < at || (before === at && received.complaintId < one.received.complaintId)) &&
      at - before <= 90 * dayMs &&
      ((named.product !== undefined && named.product === one.named.product) ||
        (named.type !== undefined && named.type === one.named.type))
    );
  });

/** The name of the hour, day, … that an instant falls into there: written on the wall, so to speak. */
export const wallName = (at: Date, grain: Grain, zone: string): string => {
  const options = { timeZone: zone, hourCycle: 'h23', timeZoneName: 'longOffset' } as const;
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
  const parts = new Intl.DateTimeFormat('en-US', { ...options, ...digits }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const [year, month, day] = [part('year'), part('month'), part('day')];
  switch (grain) {
    case 'hour':
      return `${year}-${month}-${day} ${part('hour')} ${part('timeZoneName')}`;
    case 'day':
      return `${year}-${month}-${day}`;
    case 'week': {
      const noon = new Date(`${year}-${month}-${day}T12:00:00Z`);
      return new Date(noon.getTime() - ((noon.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
    }
    case 'month':
      return `${year}-${month}`;
    case 'quarter':
      return `${year} ${Math.floor((Number(month) - 1) / 3)}`;
    case 'year':
      return year;
  }
};

type Asked = Pick<KpisAsked, 'from' | 'to' | 'grain' | 'zone'> & { readonly by: Grouping };

/** The complaints of a history, each looked at once, whatever is asked of them afterwards. */
export const countedByHand = (history: readonly Happened[]) => {
  const byComplaint = new Map<string, NewEvent[]>();
  for (const { event } of history) {
    const { complaintId } = event.data as { complaintId: string };
    byComplaint.set(complaintId, [...(byComplaint.get(complaintId) ?? []), event]);
  }
  const walked = [...byComplaint.values()].map(walk);
  for (const one of walked)
    if (isRepeat(one, walked)) one.happenings.push({ figure: 'repeats', at: one.received.receivedAt });

  const happenings = (by: Grouping): readonly Counted[] =>
    walked.flatMap((one) => one.happenings.map((counted) => ({ ...counted, group: one.named[by] })));
  const open = (by: Grouping, at: Date, group: string | undefined): number =>
    walked.filter(({ turns, named }) => named[by] === group && turns.filter((turn) => turn < at).length % 2 === 1)
      .length;

  /** What the answer should be, given only where its buckets begin and end. */
  const expected = (asked: Asked, { from, until, group }: Pick<KpiShown, 'from' | 'until' | 'group'>) => {
    const { by, grain, zone } = asked;
    const name = wallName(from, grain, zone);
    const here = happenings(by).filter(
      (one) =>
        one.group === group && one.at >= asked.from && one.at < asked.to && wallName(one.at, grain, zone) === name,
    );
    const of = (figure: Figure, kind?: string): readonly Counted[] =>
      here.filter((one) => one.figure === figure && (kind === undefined || one.kind === kind));
    const kinds = (figure: Figure): string[] => [...new Set(of(figure).map(({ kind }) => kind as string))].sort();
    const [firstResponse, resolution] = [durations(of('first-response')), durations(of('resolution'))];
    return {
      from,
      until,
      ...(group !== undefined && { group }),
      received: of('received').length,
      open: open(by, until, group),
      repeats: of('repeats').length,
      reopened: of('reopened').length,
      ...(firstResponse && { firstResponse }),
      ...(resolution && { resolution }),
      promises: (['first-response', 'resolution'] as const).flatMap((metric) => {
        const [kept, missed] = [of('promises', `${metric}-kept`).length, of('promises', `${metric}-missed`).length];
        const keptBasisPoints = Math.round((10_000 * kept) / (kept + missed));
        return kept + missed === 0 ? [] : [{ metric, kept, missed, keptBasisPoints }];
      }),
      costs: kinds('costs').map((currency) => {
        const amounts = of('costs', currency).map(({ measure = 0 }) => measure);
        const paidMinor = total(amounts.filter((amount) => amount > 0));
        const reversedMinor = total(amounts.filter((amount) => amount < 0).map((amount) => -amount));
        return { currency, bookings: amounts.length, paidMinor, reversedMinor, costMinor: paidMinor - reversedMinor };
      }),
      phases: kinds('phases').map((phase) => ({ phase, stays: durations(of('phases', phase)) })),
    };
  };
  const groups = (by: Grouping): ReadonlySet<string | undefined> => new Set(walked.map(({ named }) => named[by]));
  return { happenings, open, expected, groups };
};

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const durations = (counted: readonly Counted[]) => {
  const sorted = counted.map(({ measure = 0 }) => measure).sort((one, other) => one - other);
  const share = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] as number;
  return sorted.length === 0
    ? undefined
    : {
        count: sorted.length,
        meanMinutes: Math.round(total(sorted) / sorted.length),
        medianMinutes: share(0.5),
        p90Minutes: share(0.9),
      };
};
