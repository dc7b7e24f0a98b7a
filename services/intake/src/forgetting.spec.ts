import { type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

const complaints = '/api/intake/complaints';
const minuteMs = 60_000;

describe('Forgetting', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterAll(() => platform.stop());

  const later = (ms: number): Promise<void> => platform.reaches(new Date(platform.now().getTime() + ms).toISOString());
  const closedComplaintOf = async (id: string): Promise<{ complaintId: string; customerKey: string }> => {
    const agent = platform.as('agent');
    const given = { channel: 'mail', text: 'It leaks.', customer: { id, name: `name of ${id}` } };
    const { complaintId } = (await agent.post(complaints, given)).body as { complaintId: string };
    await agent.post(`${complaints}/${complaintId}/resolve`, { remedy: 'refund', text: 'Done.' });
    await agent.post(`${complaints}/${complaintId}/close`);
    await platform.settled();
    const shown = (await agent.get(`${complaints}/${complaintId}`)).body as { customer: { customerKey: string } };
    return { complaintId, customerKey: shown.customer.customerKey };
  };
  const statesOf = async (customerKey: string): Promise<readonly string[]> =>
    (await platform.application.runtime.adapters.personal.keysOfCustomer(customerKey))
      .map(({ purpose, generation, state }) => `${purpose} ${generation} ${state}`)
      .sort();
  const forgotten = async (customerKey: string): Promise<void> => {
    const { status } = await platform.as('administrator').post(`/api/intake/customers/${customerKey}/forget`);
    expect(status).toBe(202);
    await later(3 * minuteMs);
  };
  const eventsOf = async (customerKey: string): Promise<readonly string[]> =>
    (await platform.application.runtime.adapters.store.read(`intake.customer-${customerKey}`)).map(({ type }) => type);
  const wholeStory = [
    'intake.ForgettingRequested',
    'intake.ForgettingBegun',
    'intake.DestructionDue',
    'intake.CustomerForgotten',
  ];

  it.each(['close', 'destroy'] as const)(
    'goes on where it was broken off, right after the vault did: %s',
    async (step) => {
      const { customerKey } = await closedComplaintOf(`broken off at ${step}`.replaceAll(' ', '-'));
      const { personal } = platform.application.runtime.adapters;
      const works = personal[step].bind(personal) as (keys: never) => Promise<void>;
      let breaks = 2;
      Object.assign(personal, {
        [step]: async (keys: never): Promise<void> => {
          await works(keys);
          breaks -= 1;
          if (breaks >= 0) throw new Error('The process ended here.');
        },
      });
      await forgotten(customerKey);
      Object.assign(personal, { [step]: works });
      expect(breaks).toBeLessThan(0);
      expect(await statesOf(customerKey)).toEqual(['contact 1 destroyed', 'record 1 closed']);
      expect(await eventsOf(customerKey)).toEqual(wholeStory);
    },
  );

  it('goes on after a restart between its steps', async () => {
    const { customerKey, complaintId } = await closedComplaintOf('restarted');
    await platform.as('administrator').post(`/api/intake/customers/${customerKey}/forget`);
    await platform.settled();
    expect(await statesOf(customerKey)).toEqual(['contact 1 closed', 'record 1 closed']);
    platform = await platform.restart();
    await later(3 * minuteMs);
    expect(await statesOf(customerKey)).toEqual(['contact 1 destroyed', 'record 1 closed']);
    const { body } = await platform.as('agent').get(`${complaints}/${complaintId}`);
    expect((body as { customer: object }).customer).toEqual({ customerKey });
  });

  it('does not touch what the customer wrote about afterwards', async () => {
    const { customerKey } = await closedComplaintOf('back-soon');
    await platform.as('administrator').post(`/api/intake/customers/${customerKey}/forget`);
    await later(1);
    const { complaintId } = await closedComplaintOf('back-soon');
    await later(3 * minuteMs);
    const { text } = await platform.as('agent').get(`${complaints}/${complaintId}`);
    expect(text).toContain('name of back-soon');
  });

  it('is refused for somebody who never complained', async () => {
    const nobody = '6f8e0000-0000-8000-8000-000000000001';
    const { status } = await platform.as('administrator').post(`/api/intake/customers/${nobody}/forget`);
    expect(status).toBe(404);
  });

  it('goes by the retention policy that is in force when it begins', async () => {
    const { status } = await platform.as('legal').put('/api/intake/retention-policy', { retainRecordsDays: 1 });
    expect(status).toBe(200);
    const { customerKey } = await closedComplaintOf('shortly-kept');
    await forgotten(customerKey);
    expect(await statesOf(customerKey)).toEqual(['contact 1 destroyed', 'record 1 closed']);
    await later(24 * 60 * minuteMs);
    expect(await statesOf(customerKey)).toEqual(['contact 1 destroyed', 'record 1 destroyed']);
    expect(await eventsOf(customerKey)).toEqual([...wholeStory, 'intake.DestructionDue', 'intake.RecordForgotten']);
  });
});
