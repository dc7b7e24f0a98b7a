import { withhold } from '@redress/eventing';
import type { PersonalData } from './personal-data.js';

const refused = (): Promise<never> =>
  Promise.reject(new Error('This process is entitled to no keys of personal data.'));

/** Of a process that has no business with personal data: it reads `null`, and can write none. */
export const withoutKeys: PersonalData = {
  forWriting: refused,
  forReading: async () => withhold,
  keysOfCustomer: refused,
  close: refused,
  destroy: refused,
  refuseRevived: async () => undefined,
};
