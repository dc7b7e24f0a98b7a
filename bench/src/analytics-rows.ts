import pg from 'pg';
import { tableIn, withoutIndexes } from './filling.js';

/** The tables of analytics in this build, filled. */
export interface Filled {
  readonly facts: string;
}

/** What a complaint is about, by its number. */
const matter = `(10000000 + n)::text || '-' || n % 10 as case_number,
  (array['web','mail','chat','social','call-centre','store','api'])[1 + n % 7] as channel,
  'C' || n % 20 || '-' || n % 400 as product_code, 'C' || n % 20 as category, 'S-' || n % 60 as seller_id,
  'R' || n % 17 as region, 'B' || n % 15 as brand, (array['standard','silver','gold','vip'])[1 + n % 4] as tier,
  (array['quality','delivery','description','service','payment','return','stock-out','other'])[1 + n * 31 % 8] as type,
  (array['high-risk','important','normal'])[1 + n * 17 % 3] as severity, md5('t' || n % 12)::uuid as team_id,
  n % 10 = 0 as historical, lpad(n::text, 20, '0') as changed_at`;
const matterColumns =
  'case_number, channel, product_code, category, seller_id, region, brand, tier, type, severity, team_id, historical, changed_at';

/**
 * Complaints of three years up to the end of March 2026 in Seoul: 400 products, 60 sellers, 300,000 customers; one in
 * a hundred stays open, one in twenty was reopened, one in 400 twice, one in five was compensated, one in five is of a
 * customer who had complained within four weeks. Whatever varies does so by the number of the complaint, so that every run
 * has the same rows.
 */
export const fillAnalytics = async (url: string, complaints: number): Promise<Filled> => {
  const pool = new pg.Client({ connectionString: url });
  await pool.connect();
  try {
    return await fill(pool, complaints);
  } finally {
    await pool.end();
  }
};

const fill = async (pool: pg.Client, complaints: number): Promise<Filled> => {
  const tableOf = (name: string): Promise<string> => tableIn(pool, 'analytics', name);
  const facts = await tableOf('complaint_facts');
  const stays = await tableOf('phase_stays');
  const paid = await tableOf('compensations_paid');
  const texts = await tableOf('described_texts');

  const tables = [facts, stays, paid, texts];
  const indexes = await withoutIndexes(pool, tables);
  // `r`: a number from 0 to 1 that looks like chance; the longest durations are rare.
  await pool.query(
    `create temporary view numbered as
     select n, md5(n::text)::uuid as id, r, n % 20 = 0 as again, n % 400 = 0 as often, ${matter},
       timestamptz '2026-03-31 15:00Z' - interval '1096 days' * (n::float8 / ${complaints}) as received,
       interval '1 minute' * round(-ln(1 - 0.999 * r) * 300) as answering,
       interval '1 minute' * round(-ln(1 - 0.999 * r2) * 4000) as resolving
     from (select n, (n * 7919 % 100003) / 100003.0 as r, (n * 104729 % 99991) / 99991.0 as r2
       from generate_series(${complaints}::bigint, 1, -1) n) s`,
  );
  await pool.query(
    `insert into ${facts} (complaint_id, ${matterColumns}, received_at,
       order_value_minor, order_currency, customer_key, scope, owner_id, first_response_at,
       first_response_minutes, resolved_at, resolution_minutes, resolved_before_at, resolution_before_minutes,
       resolutions, reopenings, reopened_at, reopened_before_at, open_again, closed_at, escalations,
       first_response_verdict, first_response_judged_at, resolution_verdict, resolution_judged_at, kept_by_escalation, language)
     select id, ${matterColumns}, received, 1000 * (n % 300), 'KRW',
       md5('c' || case when n % 5 = 0 then n + 1 + 5 * (n * 31 % 5000) else n end * 7919 % 300000)::uuid, 'single', md5('p' || n % 200)::uuid,
       received + answering, extract(epoch from answering) / 60,
       case when done then resolved when again then answered end,
       extract(epoch from case when done then resolved when again then answered end - received) / 60,
       case when often and done then answered + interval '2 days' when again and done then answered end,
       case when again and done then extract(epoch from answering) / 60 + case when often then 2880 else 0 end end,
       case when often and done then array[answered, answered + interval '2 days', resolved]
         when again and done then array[answered, resolved] when again then array[answered]
         when done then array[resolved] else '{}' end,
       case when often and done then array[answered + interval '1 day', answered + interval '3 days']
         when again then array[answered + interval '1 day'] else '{}' end,
       case when often and done then answered + interval '3 days' when again then answered + interval '1 day' end,
       case when often and done then answered + interval '1 day' end, again and not done,
       case when done then resolved + interval '7 days' end, n % 2,
       case when r < 0.9 then 'kept' else 'missed' end, received + least(answering, interval '1 day'),
       case when r < 0.8 then 'kept' else 'missed' end, received + least(resolving, interval '7 days'), false, 'ko'
     from (select *, n % 100 <> 0 and resolved <= timestamptz '2026-03-31 15:00Z' as done
       from (select *, received + answering as answered, received + answering + resolving + interval '4 days' as resolved
         from numbered) n) s`,
  );
  await pool.query(
    `insert into ${stays} (complaint_id, ${matterColumns}, phase, since, received_until, received_minutes,
       in_progress_until, in_progress_minutes, in_progress_before_until, in_progress_before_minutes,
       solution_proposed_until, solution_proposed_minutes, resolved_until, resolved_minutes,
       resolved_before_until, resolved_before_minutes, earlier_phases, earlier_until, earlier_minutes, last_earlier_until)
     select id, ${matterColumns}, 'closed', answered + resolving + interval '7 days', answered, extract(epoch from answering) / 60,
       answered + resolving / 2, extract(epoch from resolving) / 120,
       case when again then answered + resolving / 4 end, case when again then extract(epoch from resolving) / 240 end,
       answered + resolving, extract(epoch from resolving) / 120,
       answered + resolving + interval '7 days', 10080,
       case when again then answered + resolving / 3 end, case when again then 1440 end,
       case when often then array['in-progress'] else '{}' end, case when often then array[answered + resolving / 8] else '{}' end,
       case when often then array[(extract(epoch from resolving) / 480)::int] else '{}' end,
       case when often then answered + resolving / 8 end
     from (select *, received + answering as answered from numbered) n`,
  );
  await pool.query(
    `insert into ${paid} (complaint_id, compensation_id, kind, currency, paid_minor, paid_at, reversed_minor, reversed_at, changed_at)
     select id, md5('k' || n)::uuid, 'coupon', case when n % 3 = 0 then 'USD' else 'KRW' end, 100 * (1 + n % 200), received + answering,
       case when n % 50 = 0 then 100 * (1 + n % 200) end, case when n % 50 = 0 then received + resolving end, changed_at
     from numbered where n % 5 = 0`,
  );
  await pool.query(
    `insert into ${texts} (complaint_id, message_id, at, language, length, terms, changed_at)
     select id, md5('m' || n)::uuid, received, 'ko', 80, array['term ' || n % 97, 'term ' || n % 89, 'term ' || n % 83], changed_at
     from numbered`,
  );
  await pool.query(`set maintenance_work_mem = '256MB'`);
  for (const definition of indexes) await pool.query(definition);
  // As autovacuum leaves tables of which little changes.
  for (const table of tables) await pool.query(`vacuum analyze ${table}`);
  // As where the rows come from a log of which all was read.
  await pool.query(
    `update analytics.checkpoints set position = (select max(changed_at) from ${facts}) where consumer like 'read %'`,
  );
  await pool.query('checkpoint');
  return { facts };
};
