import { beginning, type Position, type TableMoment } from '@redress/eventing';
import fc from 'fast-check';
import { staleSince } from './stale.rules.js';

const at = (number: number): Position => String(number).padStart(20, '0') as Position;

/** Events of a log, each of a partition and a row, folded by their partitions in any order; now and then a key is set aside. */
interface Step {
  readonly partition: number;
  readonly row: string;
  readonly parks: boolean;
}
const step = fc
  .record({
    partition: fc.nat(2),
    number: fc.nat(3),
    parks: fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 0),
  })
  .map(({ partition, number, parks }): Step => ({ partition, row: `${partition}-${number}`, parks }));

const table = (log: readonly Step[]) => {
  const changed = new Map<string, Position>();
  const reached = new Map<number, Position>([0, 1, 2].map((partition) => [partition, beginning]));
  const parked = new Set<string>();
  const waiting: { readonly row: string; readonly position: Position }[] = [];
  const fold = (row: string, position: Position): void => void changed.set(row, position);
  return {
    changed,
    moment: (): TableMoment => ({ made: 'once', reached: new Map(reached), parked: [...parked] }),
    /** The partition folds its next event. */
    goOn: (partition: number): void => {
      const next = log.findIndex(
        (one, index) => one.partition === partition && at(index + 1) > (reached.get(partition) ?? ''),
      );
      const event = log[next];
      if (!event) return;
      const position = at(next + 1);
      reached.set(partition, position);
      if (event.parks) parked.add(event.row);
      if (parked.has(event.row)) waiting.push({ row: event.row, position });
      else fold(event.row, position);
    },
    /** Somebody has the events of a row that was set aside folded after all. */
    replay: (row: string): void => {
      for (const one of waiting.splice(0)) {
        if (one.row === row) fold(row, one.position);
        else waiting.push(one);
        if (waiting.every(({ row: other }) => other !== row)) parked.delete(row);
      }
    },
  };
};

const happening = fc.oneof(
  fc.record({ goOn: fc.nat(2) }),
  fc.record({ replay: fc.tuple(fc.nat(2), fc.nat(3)).map(([partition, number]) => `${partition}-${number}`) }),
  fc.constant({ look: true }),
);

describe('What is stale in a copy of a table', () => {
  it('is never less than what changed since, whatever order its partitions go on in and whatever is replayed', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(happening, { maxLength: 80 }), (log, happenings) => {
        const live = table(log);
        const copy = new Map<string, Position>();
        let seen: TableMoment | undefined;
        const look = (): void => {
          const now = live.moment();
          const stale = staleSince(seen, now);
          if (stale === 'all') copy.clear();
          for (const [row, position] of live.changed)
            if (stale !== 'nothing' && (stale === 'all' || position > stale.after || stale.complaints.includes(row)))
              copy.set(row, position);
          seen = now;
          expect(copy).toEqual(live.changed);
        };
        for (const one of happenings) {
          if ('goOn' in one) live.goOn(one.goOn);
          else if ('replay' in one) live.replay(one.replay);
          else look();
        }
        look();
      }),
    ));

  const moment = (reached: readonly (readonly [number, number])[], made = 'once'): TableMoment => ({
    made,
    reached: new Map(reached.map(([partition, number]) => [partition, at(number)])),
    parked: [],
  });

  it('is everything at first, and where the table was made anew', () => {
    expect(staleSince(undefined, moment([[0, 5]]))).toBe('all');
    expect(staleSince(moment([[0, 5]]), moment([[0, 5]], 'again'))).toBe('all');
  });

  it('is nothing where no partition went on and nothing had been set aside', () => {
    expect(staleSince(moment([[0, 5]]), moment([[0, 5]]))).toBe('nothing');
    const before = { ...moment([[0, 5]]), parked: ['one'] };
    expect(staleSince(before, moment([[0, 5]]))).toEqual({ after: at(5), complaints: ['one'] });
  });

  it('is everything where the table is that of an earlier time', () => {
    expect(staleSince(moment([[0, 5]]), moment([[0, 4]]))).toBe('all');
    expect(staleSince(moment([[0, 5]]), moment([]))).toBe('all');
  });

  it('is what changed after the partition that had come least far', () => {
    const later = moment([
      [0, 9],
      [1, 9],
    ]);
    const before = moment([
      [0, 5],
      [1, 7],
    ]);
    expect(staleSince(before, later)).toEqual({ after: at(5), complaints: [] });
    expect(staleSince(moment([[0, 5]]), later)).toEqual({ after: beginning, complaints: [] });
  });
});
