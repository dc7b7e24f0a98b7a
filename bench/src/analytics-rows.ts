import pg from 'pg';

/** The tables of analytics in this build, filled. */
export interface Filled {
  readonly facts: string;
}

/**
 * Complaints of three years up to the end of March 2026 in Seoul: 400 products, 60 sellers, 300,000 customers; one in
 * a hundred stays open, one in twenty was reopened, one in five was compensated. Whatever varies does so by the number of the
 * complaint, so that every run has the same rows.
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
  const tableOf = async (name: string): Promise<string> => {
    const { rows } = await pool.query<{ name: string }>(
      `select 'analytics.' || tablename as name from pg_tables where schemaname = 'analytics' and tablename like $1`,
      [`${name}\\_\\_%`],
    );
    if (!rows[0]) throw new Error(`analytics has no table ${name}.`);
    return rows[0].name;
  };
  const facts = await tableOf('complaint_facts');
  const stays = await tableOf('phase_stays');
  const paid = await tableOf('compensations_paid');
  const texts = await tableOf('described_texts');

  // `r`: a number from 0 to 1 that looks like chance; the longest durations are rare.
  await pool.query(
    `create temporary view numbered as
     select n, md5(n::text)::uuid as id, r, timestamptz '2026-03-31 15:00Z' - interval '1096 days' * (n::float8 / ${complaints}) as received,
       interval '1 minute' * round(-ln(1 - 0.999 * r) * 300) as answering,
       interval '1 minute' * round(-ln(1 - 0.999 * r2) * 4000) as resolving
     from (select n, (n * 7919 % 100003) / 100003.0 as r, (n * 104729 % 99991) / 99991.0 as r2
       from generate_series(1::bigint, ${complaints}) n) s`,
  );
  await pool.query(
    `insert into ${facts} (complaint_id, case_number, received_at, channel, product_code, category, seller_id, region, brand, tier,
       order_value_minor, order_currency, customer_key, type, severity, scope, team_id, owner_id, first_response_at,
       first_response_minutes, resolved_at, resolution_minutes, resolved_before_at, resolution_before_minutes,
       resolutions, reopenings, reopened_at, open_again, closed_at, escalations,
       first_response_verdict, first_response_judged_at, resolution_verdict, resolution_judged_at, kept_by_escalation, language, historical)
     select id, (10000000 + n)::text || '-' || n % 10, received,
       (array['web','mail','chat','social','call-centre','store','api'])[1 + n % 7],
       'C' || n % 20 || '-' || n % 400, 'C' || n % 20, 'S-' || n % 60, 'R' || n % 17, 'B' || n % 15,
       (array['standard','silver','gold','vip'])[1 + n % 4], 1000 * (n % 300), 'KRW', md5('c' || n * 7919 % 300000)::uuid,
       (array['quality','delivery','description','service','payment','return','stock-out','other'])[1 + n * 31 % 8],
       (array['high-risk','important','normal'])[1 + n * 17 % 3], 'single', md5('t' || n % 12)::uuid, md5('p' || n % 200)::uuid,
       received + answering, extract(epoch from answering) / 60,
       case when done then resolved when again then received + answering end,
       extract(epoch from case when done then resolved when again then received + answering end - received) / 60,
       case when again and done then received + answering end, case when again and done then extract(epoch from answering) / 60 end,
       case when again and done then array[received + answering, resolved] when again then array[received + answering]
         when done then array[resolved] else '{}' end,
       case when again then array[received + answering + interval '1 day'] else '{}' end,
       case when again then received + answering + interval '1 day' end, again and not done,
       case when done then resolved + interval '7 days' end, n % 2,
       case when r < 0.9 then 'kept' else 'missed' end, received + least(answering, interval '1 day'),
       case when r < 0.8 then 'kept' else 'missed' end, received + least(resolving, interval '7 days'), false, 'ko', n % 10 = 0
     from (select *, n % 100 <> 0 and resolved <= timestamptz '2026-03-31 15:00Z' as done, n % 20 = 0 as again
       from (select *, received + answering + resolving + interval '2 days' as resolved from numbered) n) s`,
  );
  await pool.query(
    `insert into ${stays} (complaint_id, phase, since, received_until, received_minutes, in_progress_until, in_progress_minutes,
       solution_proposed_until, solution_proposed_minutes, resolved_until, resolved_minutes, earlier_phases, earlier_until, earlier_minutes)
     select id, 'closed', received + answering + resolving + interval '7 days',
       received + answering, extract(epoch from answering) / 60,
       received + answering + resolving / 2, extract(epoch from resolving) / 120,
       received + answering + resolving, extract(epoch from resolving) / 120,
       received + answering + resolving + interval '7 days', 10080, '{}', '{}', '{}' from numbered`,
  );
  await pool.query(
    `insert into ${paid} (complaint_id, compensation_id, kind, currency, paid_minor, paid_at, reversed_minor, reversed_at)
     select id, md5('k' || n)::uuid, 'coupon', case when n % 3 = 0 then 'USD' else 'KRW' end, 100 * (1 + n % 200), received + answering,
       case when n % 50 = 0 then 100 * (1 + n % 200) end, case when n % 50 = 0 then received + resolving end
     from numbered where n % 5 = 0`,
  );
  await pool.query(
    `insert into ${texts} (complaint_id, message_id, at, language, length, terms)
     select id, md5('m' || n)::uuid, received, 'ko', 80, array['term ' || n % 97, 'term ' || n % 89, 'term ' || n % 83] from numbered`,
  );
  for (const table of [facts, stays, paid, texts]) await pool.query(`vacuum analyze ${table}`);
  await pool.query('checkpoint');
  return { facts };
};
