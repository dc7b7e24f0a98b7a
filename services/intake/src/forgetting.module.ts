import type { AnyEffect } from '@redress/eventing';
import { Runtime } from '@redress/service-host';
import { closeKeys, type ComplaintNow, type CustomerKeys } from './close-keys.effect.js';
import { complaint } from './complaint.decider.js';
import { destroyKeys } from './destroy-keys.effect.js';

const effectsOn = ({ adapters, commands }: Runtime): readonly AnyEffect[] => {
  const { personal } = adapters;
  const keys: CustomerKeys = {
    of: (customerKey) => personal.keysOfCustomer(customerKey),
    close: (subjects) => personal.close(subjects),
    destroy: (names) => personal.destroy(names),
  };
  const now: ComplaintNow = (complaintId) => commands.stateOf(complaint, complaintId);
  return [closeKeys(keys, now), destroyKeys(keys, now)];
};

/** What forgetting does to the vault. */
export const forgettingEffects = { inject: [Runtime], useFactory: effectsOn };
