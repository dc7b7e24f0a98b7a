import type { Upcaster } from '@redress/eventing';

/** How stored events of older versions read today, one step per version. */
export const upcasters: readonly Upcaster[] = [
  // The grounds of then are among those of now.
  { type: 'sla.VerdictWithdrawn', from: 1, upcast: (data) => data },
];
