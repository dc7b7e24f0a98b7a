import type { AnyEffect } from '@redress/eventing';
import { Runtime } from '@redress/service-host';
import { booksIn } from './books.adapter.js';
import { payOut } from './pay-out.effect.js';
import { Ledger } from './payments.adapter.js';
import { Payout } from './payouts.projection.js';
import { reconcile } from './reconcile.effect.js';
import { takeBack } from './take-back.effect.js';

/** Asked for when it is used: the service's tables are made after what uses them. */
const databaseOf = (runtime: Runtime) => () => {
  const own = runtime.services.find(({ name }) => name === 'compensation');
  if (!own) throw new Error('The tables of compensation are made before anything is paid.');
  return own.database.dataSource;
};

const ledgerOn = (runtime: Runtime): Ledger => new Ledger(databaseOf(runtime), runtime.adapters.clock);

/** The bundled payment system, for those who look at it. */
export const ledger = { provide: Ledger, inject: [Runtime], useFactory: ledgerOn };

const effectsOn = (runtime: Runtime): readonly AnyEffect[] => {
  const payments = ledgerOn(runtime);
  return [payOut(payments), takeBack(payments), reconcile(booksIn(databaseOf(runtime), Payout))];
};

/** What paying, taking back and reconciling do to the world. */
export const compensationEffects = { inject: [Runtime], useFactory: effectsOn };
