import type { AbsenceId, PersonId } from '@redress/contracts';
import { derivedId, event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import type { Platform } from '@redress/service-host/testing';
import { staff } from './staff.decider.js';
import { holding, signIn, startDirectory } from './testing/directory.js';

const given = specify(staff);
const idOf = (name: string): PersonId => derivedId('person', name) as PersonId;
const [ada, ben] = [idOf('ada'), idOf('ben')];
const absenceOf = (name: string): AbsenceId => derivedId('absence', name) as AbsenceId;
const day = (date: number): Date => new Date(Date.UTC(2026, 2, date));
const here = (personId: PersonId) =>
  event('PersonAdded', { personId, username: null, name: null, locale: 'ko', roles: ['agent'], teams: [] });
const both = [here(ada), here(ben)] as const;
const shift = (weekday: number, fromMinute: number, untilMinute: number) => ({ weekday, fromMinute, untilMinute });

describe('Skills', () => {
  it('are told in one order, and once', () => {
    const skills = [{ skill: 'ko' }, { skill: 'delivery' }, { skill: 'ko' }];
    const sorted = event('SkillsChanged', { personId: ada, skills: [{ skill: 'delivery' }, { skill: 'ko' }] });
    given(...both)
      .when('ChangeSkills', { personId: ada, skills }, day(2))
      .then(sorted);
    given(...both, sorted)
      .when('ChangeSkills', { personId: ada, skills }, day(2))
      .thenNothing();
    given().when('ChangeSkills', { personId: ada, skills }, day(2)).thenRefused('person-unknown');
  });
});

describe('Working hours', () => {
  const hours = (...shifts: ReturnType<typeof shift>[]) => ({ personId: ada, timeZone: 'Asia/Seoul', shifts });

  it('are shifts of a week, in the order of the week', () => {
    const told = hours(shift(1, 540, 1080), shift(5, 1320, 360));
    given(...both)
      .when('ChangeWorkingHours', hours(shift(5, 1320, 360), shift(1, 540, 1080)), day(2))
      .then(event('WorkingHoursChanged', told));
    given(...both, event('WorkingHoursChanged', told))
      .when('ChangeWorkingHours', told, day(2))
      .thenNothing();
  });

  it('have shifts that do not overlap, also over midnight and over the end of the week', () => {
    given(...both)
      .when('ChangeWorkingHours', hours(shift(1, 540, 1080), shift(1, 1000, 1100)), day(2))
      .thenRefused('shifts-overlap');
    given(...both)
      .when('ChangeWorkingHours', hours(shift(1, 1320, 360), shift(2, 300, 400)), day(2))
      .thenRefused('shifts-overlap');
    given(...both)
      .when('ChangeWorkingHours', hours(shift(7, 1320, 360), shift(1, 300, 400)), day(2))
      .thenRefused('shifts-overlap');
    given(...both)
      .when('ChangeWorkingHours', hours(shift(7, 1320, 300), shift(1, 300, 400)), day(2))
      .then(event('WorkingHoursChanged', hours(shift(1, 300, 400), shift(7, 1320, 300))));
  });

  it('are kept somewhere on earth', () =>
    given(...both)
      .when('ChangeWorkingHours', { ...hours(), timeZone: 'Asia/Atlantis' }, day(2))
      .thenRefused('time-zone-unknown'));
});

describe('An absence', () => {
  const absence = { personId: ada, absenceId: absenceOf('one'), from: day(10), until: day(15) };
  const planned = event('AbsencePlanned', { ...absence, substituteId: ben });

  it('is planned once, with somebody who stands in', () => {
    given(...both)
      .when('PlanAbsence', { ...absence, substituteId: ben }, day(2))
      .then(planned);
    given(...both, planned)
      .when('PlanAbsence', { ...absence, substituteId: ben }, day(2))
      .thenNothing();
  });

  it('has an end after its beginning, which is still to come', () => {
    given(...both)
      .when('PlanAbsence', { ...absence, until: day(10) }, day(2))
      .thenRefused('absence-empty');
    given(...both)
      .when('PlanAbsence', absence, day(15))
      .thenRefused('absence-over');
  });

  it('does not overlap another one of the same person, until that is cancelled', () => {
    const other = { ...absence, absenceId: absenceOf('two'), from: day(14), until: day(20) };
    given(...both, planned)
      .when('PlanAbsence', other, day(2))
      .thenRefused('absence-overlaps');
    given(...both, planned)
      .when('PlanAbsence', { ...other, from: day(15) }, day(2))
      .then(event('AbsencePlanned', { ...other, from: day(15) }));
    const cancelled = event('AbsenceCancelled', { personId: ada, absenceId: absence.absenceId });
    given(...both, planned)
      .when('CancelAbsence', cancelled.data, day(2))
      .then(cancelled);
    given(...both, planned, cancelled)
      .when('CancelAbsence', cancelled.data, day(2))
      .thenNothing();
    given(...both, planned, cancelled)
      .when('PlanAbsence', other, day(2))
      .then(event('AbsencePlanned', other));
  });

  it('has a substitute who works here and is somebody else', () => {
    given(...both)
      .when('PlanAbsence', { ...absence, substituteId: ada }, day(2))
      .thenRefused('substitute-oneself');
    given(here(ada))
      .when('PlanAbsence', { ...absence, substituteId: ben }, day(2))
      .thenRefused('substitute-unknown');
    given(...both, event('PersonDeactivated', { personId: ben }))
      .when('PlanAbsence', { ...absence, substituteId: ben }, day(2))
      .thenRefused('substitute-inactive');
  });
});

describe('Who is there when', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startDirectory();
    await platform.settled();
  });
  afterAll(() => platform.stop());

  const idOfRole = (role: string): string => derivedId('person', role);
  const pathOf = (role: string): string => `/api/directory/people/${idOfRole(role)}`;

  it('is set by a lead, and seen by everybody', async () => {
    const lead = platform.as('lead');
    const path = pathOf('agent');
    expect(await platform.as('agent').put(`${path}/skills`, { skills: [] })).toMatchObject({ status: 403 });
    expect(await lead.put(`${path}/skills`, { skills: [{ skill: 'ko' }] })).toMatchObject({ status: 200 });
    const shifts = [shift(1, 540, 1080)];
    const { body } = await lead.put(`${path}/hours`, { timeZone: 'Asia/Seoul', shifts });
    expect((await platform.as('analyst').get(`${path}/availability?waitFor=${body.position}`)).body).toEqual({
      personId: idOfRole('agent'),
      active: true,
      skills: [{ skill: 'ko' }],
      timeZone: 'Asia/Seoul',
      shifts,
      absences: [],
    });
    expect(await lead.put(`${path}/hours`, { timeZone: 'Mars', shifts })).toMatchObject({
      status: 409,
      body: { reason: 'time-zone-unknown' },
    });
  });

  it('is planned by people for themselves, and by leads for others', async () => {
    const agent = holding(platform, await signIn(platform, 'agent'));
    const absence = { from: '2026-03-10T00:00:00.000Z', until: '2026-03-12T00:00:00.000Z' };
    const own = await agent.post(`${pathOf('agent')}/absences`, { ...absence, substituteId: idOfRole('lead') });
    expect(own).toMatchObject({ status: 201 });
    expect(await agent.post(`${pathOf('lead')}/absences`, absence)).toMatchObject({ status: 403 });
    expect(await platform.as('lead').post(`${pathOf('finance')}/absences`, absence)).toMatchObject({ status: 201 });
    await platform.settled();
    expect((await agent.get(`${pathOf('agent')}/availability`)).body.absences).toEqual([
      { ...absence, absenceId: own.body.absenceId, substituteId: idOfRole('lead') },
    ]);
    const cancelled = await agent.post(`${pathOf('agent')}/absences/${own.body.absenceId}/cancel`);
    expect(cancelled).toMatchObject({ status: 200 });
    const seen = await agent.get(`${pathOf('agent')}/availability?waitFor=${cancelled.body.position}`);
    expect(seen.body.absences).toEqual([]);
  });

  it('of strangers is not known', async () => {
    const nobody = '/api/directory/people/00000000-0000-4000-8000-000000000000';
    expect(await platform.as('lead').get(`${nobody}/availability`)).toMatchObject({ status: 404 });
    expect(await platform.as('lead').put(`${nobody}/skills`, { skills: [] })).toMatchObject({ status: 404 });
  });
});
