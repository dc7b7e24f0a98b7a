import type { CaseBehind, CasesAsked } from '@redress/contracts';
import type { EntityManager } from 'typeorm';
import type { Stretch } from './asked.rules.js';
import { type CasePlace, readPlace, writePlace } from './case-place.rules.js';
import { tablesIn } from './figures.projection.js';
import { groupIn, measuringOf, openAt, strandsOf } from './figures.rules.js';
import { happenings, Parameters, selected } from './happenings.rules.js';

/** Part of the cases behind a figure. Without `next` it was the last part. */
export interface Cases {
  readonly items: readonly CaseBehind[];
  readonly next?: string;
}

interface Raw {
  readonly complaint_id: CaseBehind['complaintId'];
  readonly case_number: string;
  readonly at: Date;
  readonly part: string;
  readonly kind: string | null;
  readonly measure: string | number | null;
}

type Asked = Omit<CasesAsked, 'limit' | 'cursor'>;

/**
 * The cases behind a figure, in the order in which it happened to them: found by comparing with the last of the page
 * before. `undefined` for a cursor that no page answered.
 */
export const casesBehind = async (
  manager: EntityManager,
  asked: Asked,
  stretch: Stretch,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Cases | undefined> => {
  const after = cursor === undefined ? undefined : readPlace(cursor);
  if (cursor !== undefined && !after) return undefined;
  const parameters = new Parameters();
  const queries = queriesOf(manager, asked, stretch, parameters);
  const conditions = [...inGroup(asked, parameters), ...(after ? [beyond(after, parameters)] : [])];
  const inOrder = `order by at, complaint_id, part limit ${limit + 1}`;
  // Each source answers no more than a page, so that one with an index in this order is not read to its end.
  const parts = queries.map(
    (query) => `(select * from (${query}) h where ${['true', ...conditions].join(' and ')} ${inOrder})`,
  );
  const raw: Raw[] = await manager.query(
    `select * from (${parts.join(' union all ')}) parts ${inOrder}`,
    parameters.values,
  );
  const items = raw.slice(0, limit).map((row) => caseIn(asked, row));
  const last = raw[limit - 1];
  if (raw.length <= limit || !last) return { items };
  return { items, next: writePlace({ at: last.at, complaintId: last.complaint_id, part: last.part }) };
};

const queriesOf = (
  manager: EntityManager,
  asked: Asked,
  { from, until }: Stretch,
  parameters: Parameters,
): readonly string[] => {
  const tables = tablesIn(manager);
  const columns = `f.complaint_id as complaint_id, f.case_number as case_number, ${groupIn(asked.by)} as "group"`;
  if (asked.figure !== 'open') {
    const within = { from: parameters.add(from), until: parameters.add(until) };
    const conditions = selected(asked, parameters);
    return strandsOf(asked.figure, tables, within, 'with-matter').flatMap(({ kind, sources }) =>
      happenings(sources, within, conditions, (source) => {
        const ofKind = kind === undefined ? (source.kind ?? 'null') : `'${kind}'`;
        const { at, part, measure = 'null::bigint' } = source;
        return `${at} as at, ${part} as part, ${ofKind}::text as kind, ${measure} as measure, ${columns}`;
      }),
    );
  }
  const at = parameters.add(until);
  const conditions = selected(asked, parameters);
  return openAt(at).map(
    (open) => `select f.received_at as at, ''::text as part, null::text as kind, null::bigint as measure, ${columns}
      from ${tables.facts} f where ${[open, ...conditions].join(' and ')}`,
  );
};

const inGroup = ({ group, ungrouped, kind }: Asked, parameters: Parameters): readonly string[] => [
  ...(group === undefined ? [] : [`"group" = ${parameters.add(group)}`]),
  ...(ungrouped ? ['"group" is null'] : []),
  ...(kind === undefined ? [] : [`kind = ${parameters.add(kind)}`]),
];

const beyond = ({ at, complaintId, part }: CasePlace, parameters: Parameters): string =>
  `(at, complaint_id, part) > (${parameters.add(at)}::timestamptz, ${parameters.add(complaintId)}::uuid, ${parameters.add(part)}::text)`;

const caseIn = ({ figure }: Asked, { complaint_id, case_number, at, kind, measure }: Raw): CaseBehind => {
  const measuring = measuringOf[figure];
  return {
    complaintId: complaint_id,
    caseNumber: case_number,
    at,
    ...(kind !== null && { kind }),
    ...(measuring === 'durations' && { minutes: Number(measure) }),
    ...(measuring === 'amounts' && { amountMinor: Number(measure) }),
  };
};
