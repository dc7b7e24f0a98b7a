import type { ComplaintId } from '@redress/contracts';
import type { Platform } from '@redress/service-host/testing';
import { won } from './teller.js';

type Row = Readonly<Record<string, unknown>>;

/** What people do at the API with the compensations of complaints. */
export const deskOn = (platform: () => Platform) => {
  const of = (complaintId: ComplaintId) => `/api/compensation/complaints/${complaintId}`;
  const items = async (role: 'finance' | 'lead' | 'agent', path: string): Promise<readonly Row[]> =>
    (await platform().as(role).get(`/api/compensation/${path}`)).body.items;
  const given = async (complaintId: ComplaintId, query = ''): Promise<readonly Row[]> =>
    (
      await platform()
        .as('agent')
        .get(`${of(complaintId)}${query}`)
    ).body.compensations;
  const proposes = async (complaintId: ComplaintId, body: object, role: 'agent' | 'lead' = 'agent') => {
    const answer = await platform()
      .as(role)
      .post(`${of(complaintId)}/compensations`, body);
    await platform().settled();
    const { compensationId } = answer.body as { compensationId: string };
    return { ...answer, compensationId, path: `${of(complaintId)}/compensations/${compensationId}` };
  };
  const decides = async (role: 'agent' | 'lead' | 'finance' | 'administrator', path: string, body: object = {}) => {
    const { status, body: answer } = await platform().as(role).post(path, body);
    await platform().settled();
    return status === 409 ? String(answer.reason) : status;
  };
  const points = (amountMinor: number) => ({ kind: 'points', amount: won(amountMinor), reason: '비를 맞으며 기다림' });
  return { of, items, given, proposes, decides, points };
};
