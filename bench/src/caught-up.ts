import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '@redress/standalone/testing';

interface Lag {
  readonly services: readonly { readonly consumers: readonly { readonly eventsBehind: number }[] }[];
}

/** Resolves once no consumer has anything of the log before it: what follows from requests takes longer than sending them. */
export const caughtUp = async (administrator: Api): Promise<void> => {
  for (;;) {
    const { status, body } = await administrator.ask('GET', '/api/operations/lag');
    if (status !== 200) throw new Error(`The lag was answered ${status} ${JSON.stringify(body)}.`);
    const { services } = body as Lag;
    if (services.every(({ consumers }) => consumers.every(({ eventsBehind }) => eventsBehind === 0))) return;
    await pause(500);
  }
};
