import { DeskModule } from '@redress/desk';
import { type Client, startPlatform } from '@redress/service-host/testing';
import pg from 'pg';
import { percentile } from './everywhere.js';
import { withServer } from './measured-server.js';
import { fillSearch, rareWord } from './search-rows.js';
import { type Line, report } from './table.js';

/**
 * The first page of 50 of what is searched in the texts of 1,000,000 complaints, newest first, over HTTP, beside its budget
 * and the same asked with LIKE, to which it is equal.
 */
const complaints = Number(process.argv[2] ?? 1_000_000);
const budget = 200;

const questions: readonly (readonly [what: string, words: readonly string[], filter: string])[] = [
  ['one syllable, frequent', ['돈', '왜', '안'], ''],
  ['one syllable, rare', ['밤', '꽃', '칼'], ''],
  ['two syllables, frequent', ['환불', '배송', '교환', '고객'], ''],
  ['two syllables, seldom', ['누수', '품절', '단추', '분실'], ''],
  ['two and three syllables, hardly ever', [0, 1, 2, 3, 4, 5].map((number) => rareWord(number * 7_919 + 3)), ''],
  ['two words, frequent', ['환불 배송', '고객 교환'], ''],
  ['two words, seldom', ['누수 단추', '품절 분실', 'zipper 곰팡이'], ''],
  ['Latin letters', ['refund', 'zipper', 'allergy'], ''],
  ['not there', ['쀍', '쀍뚫', 'xylophone'], ''],
  ['a name', ['김가나', '홍보수'], ''],
  ['a product, by number', ['p-77', 'p-300'], ''],
  ['frequent, open only', ['환불', '돈', '배송'], '&standing=open'],
  ['seldom, one channel', ['누수', '품절', '단추'], '&channel=mail'],
  ['frequent, one product', ['환불', '배송'], '&productCode=P-77'],
  ['hardly ever, one phase', [4, 5, 6].map((number) => rareWord(number * 7_919 + 3)), '&phase=closed'],
];
const conditions: Readonly<Record<string, string>> = {
  '': 'true',
  '&standing=open': `facets ->> 'phase' <> 'closed'`,
  '&channel=mail': `facets ->> 'channel' = 'mail'`,
  '&productCode=P-77': `facets ->> 'productCode' = 'P-77'`,
  '&phase=closed': `facets ->> 'phase' = 'closed'`,
};

const timed = async <Answer>(took: number[], ask: () => Promise<Answer>): Promise<Answer> => {
  const began = performance.now();
  const answer = await ask();
  took.push(performance.now() - began);
  return answer;
};

const likeOf = async (pool: pg.Pool, table: string, q: string, filter: string): Promise<readonly string[]> => {
  const words = q.split(' ').map((word) => `%${word}%`);
  const each = words.map(
    (_, index) => `(said like $${index + 1} or name like $${index + 1} or numbers like $${index + 1})`,
  );
  const { rows } = await pool.query<{ complaint_id: string }>(
    `select complaint_id from ${table} where ${each.join(' and ')} and ${conditions[filter] ?? 'false'}
     order by received_at desc, complaint_id desc limit 50`,
    words,
  );
  return rows.map(({ complaint_id: complaintId }) => complaintId);
};

const measure = async (client: Client, pool: pg.Pool, table: string): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for (const [what, words, filter] of questions) {
    const [took, byLike]: [number[], number[]] = [[], []];
    for (const q of words) {
      const ask = () => client.get(`/api/desk/search?limit=50&q=${encodeURIComponent(q)}${filter}`);
      const expected = await timed(byLike, () => likeOf(pool, table, q, filter));
      for (let time = 0; time < 5; time += 1) {
        const answer = await timed(took, ask);
        if (answer.status !== 200) throw new Error(answer.text);
        const { items } = answer.body as { readonly items: readonly { readonly complaintId: string }[] };
        const found = items.map(({ complaintId }) => complaintId);
        if (JSON.stringify(found) !== JSON.stringify(expected))
          throw new Error(`${q}${filter}: ${found.length} were found, LIKE finds ${expected.length}, or others.`);
      }
    }
    const figures = { 'p50 ms': percentile(took, 0.5), 'p95 ms': percentile(took, 0.95), budget };
    lines.push({ what, figures: { ...figures, 'LIKE p50 ms': percentile(byLike, 0.5) } });
  }
  return lines;
};

await withServer(async (url) => {
  process.env.TEST_DATABASE_URL = url;
  const platform = await startPlatform(DeskModule, { at: '2026-03-31T15:00:00Z' });
  const pool = new pg.Pool({ connectionString: platform.databaseUrl, max: 2 });
  try {
    const { search } = await fillSearch(platform.databaseUrl, complaints);
    report('search', await measure(platform.as('agent'), pool, search));
  } finally {
    await pool.end();
    await platform.stop();
  }
});
