import type { ComplaintId, PayoutOrdered } from '@redress/contracts';
import type { Platform } from '@redress/service-host/testing';

interface Entry {
  readonly reference: string;
  readonly state: string;
  readonly compensationId: string;
}

/** What a spec of payouts does and sees: both books, and the faults of the payment system. */
export const payingOn = (platform: Platform) => ({
  entries: async (): Promise<readonly Entry[]> =>
    (await platform.as('finance').get('/api/compensation/ledger?limit=200')).body.items,
  prepare: (faults: object) => platform.as('administrator').post('/api/compensation/ledger/faults', faults),
  /** The data of all events of a type of this service. */
  events: async (type: string): Promise<readonly PayoutOrdered[]> => {
    const log = await platform.application.runtime.adapters.store.readLog('' as never, 5_000);
    return log
      .filter((stored) => stored.type === `compensation.${type}`)
      .map(({ data }) => (typeof data === 'string' ? JSON.parse(data) : data));
  },
  /** Proposes what is paid at once; answers the address of its decisions. */
  proposes: async (complaintId: ComplaintId): Promise<string> => {
    const path = `/api/compensation/complaints/${complaintId}/compensations`;
    const { body } = await platform.as('agent').post(path, { ruleId: 'defect-partial' });
    return `${path}/${(body as { compensationId: string }).compensationId}`;
  },
  later: (ms: number) => platform.reaches(new Date(platform.now().getTime() + ms).toISOString()),
});

export const references = (those: readonly { readonly reference: string }[]): readonly string[] =>
  those.map(({ reference }) => reference).sort();
