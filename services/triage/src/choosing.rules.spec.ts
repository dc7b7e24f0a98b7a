import type { PersonId } from '@redress/contracts';
import { type Choice, chooseOwner } from './choosing.rules.js';
import { isOnShift } from './presence.rules.js';
import { personNamed, present, teamNamed } from './testing/house.js';

const care = teamNamed('care');
const [ada, ben, cho] = [personNamed('ada'), personNamed('ben'), personNamed('cho')];
const at = new Date('2026-03-02T09:00:00Z');
const away = (substitute?: string) => [
  {
    absenceId: 'a',
    from: '2026-03-01T00:00:00Z',
    until: '2026-03-05T00:00:00Z',
    ...(substitute !== undefined && { substituteId: personNamed(substitute) }),
  },
];
const chosen = (choice: Partial<Choice>, loads: Readonly<Record<PersonId, number>> = {}) =>
  chooseOwner({
    members: [],
    substitutes: [],
    openCasesOf: (personId) => loads[personId] ?? 0,
    mostOpenCases: 3,
    skills: [],
    exceptId: undefined,
    at,
    ...choice,
  });

describe('A team chooses', () => {
  const members = [present('ada', [care]), present('ben', [care], { skills: ['ko', 'return'] })];

  it('who has least', () => {
    expect(chosen({ members }, { [ada]: 2, [ben]: 1 })).toEqual({ kind: 'chosen', ownerId: ben });
    expect(chosen({ members }, { [ada]: 0, [ben]: 1 })).toEqual({ kind: 'chosen', ownerId: ada });
  });

  it('who fits best before who has least, as long as there is room', () => {
    expect(chosen({ members, skills: ['ko'] }, { [ben]: 2 })).toMatchObject({ ownerId: ben });
    expect(chosen({ members, skills: ['ko'] }, { [ben]: 3 })).toMatchObject({ ownerId: ada });
  });

  it('the same of equals, in whatever order they are named', () =>
    expect(chosen({ members: members.toReversed() })).toEqual(chosen({ members })));

  it('who stands in for somebody away, if they are there', () => {
    const team = [present('ada', [care], { absences: away('cho') })];
    expect(chosen({ members: team, substitutes: [present('cho', [])] })).toEqual({
      kind: 'chosen',
      ownerId: cho,
      substituteFor: ada,
    });
    const bothAway = { members: team, substitutes: [present('cho', [], { absences: away() })] };
    expect(chosen(bothAway)).toEqual({ kind: 'missing', reason: 'nobody-at-work' });
  });

  it('nobody where nobody may own, is there or has room, and says which', () => {
    expect(chosen({})).toEqual({ kind: 'missing', reason: 'team-empty' });
    expect(chosen({ members: [present('ada', [care], { roles: ['legal'] })] })).toMatchObject({ reason: 'team-empty' });
    expect(chosen({ members: [present('ada', [care], { absences: away() })] })).toMatchObject({
      reason: 'nobody-at-work',
    });
    expect(chosen({ members: members.slice(0, 1), exceptId: ada })).toMatchObject({ reason: 'nobody-at-work' });
    expect(chosen({ members }, { [ada]: 3, [ben]: 3 })).toMatchObject({ reason: 'all-full' });
  });
});

describe('A shift', () => {
  const working = (weekday: number, fromMinute: number, untilMinute: number, timeZone = 'Asia/Seoul') =>
    present('ada', [care], { timeZone, shifts: [{ weekday, fromMinute, untilMinute }] });

  it.each([
    ['2026-03-01T23:59:59Z', false],
    ['2026-03-02T00:00:00Z', true],
    ['2026-03-02T08:59:59Z', true],
    ['2026-03-02T09:00:00Z', false],
    ['2026-03-03T00:00:00Z', false],
  ])('of Monday, nine to six in Seoul, at %s: %p', (instant, is) =>
    expect(isOnShift(working(1, 540, 1080), new Date(instant))).toBe(is),
  );

  it.each([
    ['2026-03-01T12:59:59Z', false],
    ['2026-03-01T13:00:00Z', true],
    ['2026-03-01T20:59:59Z', true],
    ['2026-03-01T21:00:00Z', false],
  ])('of Sunday night, ten to six, at %s: %p', (instant, is) =>
    expect(isOnShift(working(7, 1320, 360), new Date(instant))).toBe(is),
  );

  it('goes by the clock on the wall when that is changed', () => {
    const london = working(1, 540, 1080, 'Europe/London');
    expect(isOnShift(london, new Date('2026-03-23T08:30:00Z'))).toBe(false);
    expect(isOnShift(london, new Date('2026-03-30T08:30:00Z'))).toBe(true);
  });

  it('of somebody without any is always', () => expect(isOnShift(present('ada', [care]), at)).toBe(true));
});
