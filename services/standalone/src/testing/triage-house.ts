import { Module } from '@nestjs/common';
import { DirectoryModule } from '@redress/directory';
import { derivedId } from '@redress/eventing';
import { IntakeModule } from '@redress/intake';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { SlaModule } from '@redress/sla';
import { TriageModule } from '@redress/triage';

@Module({ imports: [DirectoryModule, IntakeModule, TriageModule] })
class TriageTried {}

@Module({ imports: [TriageTried, SlaModule] })
class WithPromises {}

/** The accounts of the first start are known by their roles. */
export const agentId = derivedId('person', 'agent');
export const leadId = derivedId('person', 'lead');
export const customerService = derivedId('team', 'customer-service');

/** A house that has just opened, and what its complaints come to in triage. */
export const openHouse = async (promises: 'with promises' | 'without' = 'without') => {
  const platform = await startPlatform(promises === 'with promises' ? WithPromises : TriageTried, {
    at: '2026-03-02T09:00:00Z',
    environment: { INITIAL_PASSWORD: 'a password for journeys 1' },
  });
  await platform.settled();
  return { platform, ...triageOf(platform) };
};
export type House = Awaited<ReturnType<typeof openHouse>>;

const triageOf = (platform: Platform) => {
  const caseOf = async (id: string) => {
    await platform.settled();
    return (await platform.as('auditor').get(`/api/triage/complaints/${id}`)).body;
  };
  return {
    caseOf,
    received: async (text: string, more: object = {}): Promise<string> => {
      const given = { channel: 'web', text, ...more };
      const { status, body } = await platform.as('agent').post('/api/intake/complaints', given);
      expect(status).toBe(201);
      await platform.settled();
      return body.complaintId;
    },
    ownerOf: async (id: string): Promise<'agent' | 'lead'> =>
      (await caseOf(id)).owner.ownerId === agentId ? 'agent' : 'lead',
    loads: async (teamId = customerService): Promise<Readonly<Record<string, number>>> => {
      await platform.settled();
      const { owners } = (await platform.as('lead').get(`/api/triage/teams/${teamId}/load`)).body;
      return Object.fromEntries(
        (owners as { ownerId: string; openCases: number }[]).map(({ ownerId, openCases }) => [ownerId, openCases]),
      );
    },
  };
};
