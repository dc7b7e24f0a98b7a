import { type DataSource, In } from 'typeorm';
import { amountIn, LedgerEntry } from './payments.adapter.js';
import type { Payout } from './payouts.projection.js';
import type { Books } from './reconcile.effect.js';
import type { OurPayout, TheirPayout } from './reconciliation.rules.js';

/** More than this of one day is not compared at once; it is refused loudly, not cut off. */
const mostOfADay = 200_000;
const pageSize = 5_000;

/** Our payouts by our own rows, and the bundled payment system's by its entries. */
export const booksIn = (database: () => DataSource, payouts: typeof Payout): Books => {
  const ours = () => database().getRepository(payouts);
  const theirs = () => database().getRepository(LedgerEntry);
  const oursUnder = (references: readonly string[]): Promise<Payout[]> =>
    inPages(references, (page) => ours().findBy({ reference: In([...page]) }));
  const theirsUnder = (references: readonly string[]): Promise<LedgerEntry[]> =>
    inPages(references, (page) => theirs().findBy({ reference: In([...page]) }));

  return {
    of: async (from, until) => {
      const within = 'booked_at >= :from and booked_at < :until';
      const take = mostOfADay + 1;
      const here = await ours().createQueryBuilder().where(within, { from, until }).take(take).getMany();
      const there = await theirs().createQueryBuilder().where(within, { from, until }).take(take).getMany();
      if (Math.max(here.length, there.length) > mostOfADay)
        throw new Error(`More than ${mostOfADay} payouts of one day are not compared at once.`);
      const [known, booked] = [referencesOf(here), referencesOf(there)];
      // What one side booked just before midnight the other may have booked just after.
      const alsoHere = await oursUnder([...booked].filter((reference) => !known.has(reference)));
      const alsoThere = await theirsUnder([...known].filter((reference) => !booked.has(reference)));
      return { ours: [...here, ...alsoHere].map(asOurs), theirs: [...there, ...alsoThere].map(asTheirs) };
    },
  };
};

const inPages = async <Row>(
  references: readonly string[],
  read: (page: readonly string[]) => Promise<readonly Row[]>,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let start = 0; start < references.length; start += pageSize)
    rows.push(...(await read(references.slice(start, start + pageSize))));
  return rows;
};

const referencesOf = (rows: readonly { readonly reference: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ reference }) => reference));

const asOurs = ({ reference, state, amount }: Payout): OurPayout => ({ reference, state, amount: amount ?? undefined });
const asTheirs = (entry: LedgerEntry): TheirPayout => ({
  reference: entry.reference,
  state: entry.state,
  amount: amountIn(entry),
});
