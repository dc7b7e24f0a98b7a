import { type Decider, derivedId, event } from '@redress/eventing';
import type { ComplaintId } from '@redress/contracts';
import type { CaseReads } from './http/ports.js';
import type { Runtime } from './runtime.js';

interface Commands {
  RecordRead: { readonly complaintId: ComplaintId; readonly readerId: string; readonly service: string };
}

const hourMs = 3_600_000;
/** So many readers and cases are known to be noted already: a convenience only, the command's id decides. */
const remembered = 10_000;

/** Who read a case, in a stream per service and case: `<service>.reads-<complaintId>`. */
const readsOf = (service: string): Decider<Commands, 'CaseRead', null> => ({
  category: `${service}.reads`,
  initial: null,
  decide: {
    RecordRead: (read, _, { at }) => [event('CaseRead', { ...read, readAt: at })],
  },
  evolve: { CaseRead: (state) => state },
});

/** Once per person, case and hour: the command's id names the hour, so that a second one is a repetition. */
export const caseReads = (runtime: Runtime): CaseReads => {
  const noted = new Set<string>();
  return {
    record: async ({ id: readerId, roles }, complaintId, service) => {
      const at = runtime.adapters.clock.now();
      const hour = String(Math.floor(at.getTime() / hourMs));
      const commandId = derivedId('case-read', service, complaintId, readerId, hour);
      if (noted.has(commandId)) return;
      await runtime.commands.dispatch(
        {
          decider: readsOf(service),
          id: complaintId,
          command: 'RecordRead',
          data: { complaintId, readerId, service },
        },
        {
          commandId,
          by: { id: readerId, roles },
          at,
          correlationId: commandId,
          causationId: commandId,
          historical: false,
        },
      );
      if (noted.size >= remembered) noted.clear();
      noted.add(commandId);
    },
  };
};
