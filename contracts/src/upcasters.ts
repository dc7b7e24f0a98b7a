import type { Upcaster } from '@redress/eventing';

/** How stored events of older versions read today, one step per version. */
export const upcasters: readonly Upcaster[] = [];
