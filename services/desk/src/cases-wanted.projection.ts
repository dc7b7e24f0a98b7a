import {
  type BoardCounted,
  type BoardFlag,
  boardFlags,
  type CasesWanted,
  type Phase,
  type Severity,
  type PersonId,
  type TeamId,
} from '@redress/contracts';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import type { BoardRow } from './board.projection.js';

/** What holds of a case that has the flag. */
export const flagConditions: Readonly<Record<BoardFlag, string>> = {
  'waiting-for-customer': 'board.waitingForCustomer',
  unowned: 'board.ownerId is null',
  unconfirmed: `board.ownership = 'assigned'`,
  escalated: 'board.escalationLevel > 0',
  breached: 'board.breached',
  paused: 'board.paused',
  'approval-waiting': 'board.approvalsWaiting > 0',
  'under-investigation': 'cardinality(board.investigations) > 0',
  'facts-missing': 'cardinality(board.missing) > 0',
};

/** The cases that are wanted, of all when nothing else is said. Those that are `mine` are of who asks. */
export const casesWanted = (
  rows: Repository<BoardRow>,
  wanted: CasesWanted,
  askedBy: string,
): SelectQueryBuilder<BoardRow> => {
  const { standing = 'open', mine, dueBefore, flags = [], historical } = wanted;
  const query = rows.createQueryBuilder('board').where('true');
  if (standing !== 'all') query.andWhere(`board.phase ${standing === 'open' ? '<>' : '='} 'closed'`);
  if (!historical) query.andWhere('not board.historical');
  if (mine) query.andWhere('board.ownerId = :askedBy', { askedBy });
  const { ownerId, teamId, productCode, waitingForCustomer, breached } = wanted;
  const equal = { ownerId, teamId, productCode, waitingForCustomer, breached };
  for (const [name, value] of Object.entries(equal))
    if (value !== undefined) query.andWhere(`board.${name} = :${name}`, { [name]: value });
  const { phase, type, severity, channel } = wanted;
  for (const [name, words] of Object.entries({ phase, type, severity, channel }))
    if (words && words.length > 0) query.andWhere(`board.${name} in (:...${name})`, { [name]: words });
  if (wanted.unowned !== undefined) query.andWhere(`board.ownerId is ${wanted.unowned ? 'null' : 'not null'}`);
  if (wanted.escalated !== undefined) query.andWhere(`board.escalationLevel ${wanted.escalated ? '> 0' : '= 0'}`);
  if (dueBefore) query.andWhere('board.dueAt < :dueBefore', { dueBefore });
  for (const flag of flags) query.andWhere(flagConditions[flag]);
  return query;
};

interface Group {
  /** Bits of what was not grouped by: `phase`, `severity`, `team`, `owner`, from the highest on. */
  readonly facet: number;
  readonly phase: Phase | null;
  readonly severity: Severity | null;
  readonly team: TeamId | null;
  readonly owner: PersonId | null;
  readonly count: number;
}
type Totals = Group & Readonly<Record<`flag${number}`, number>>;

/** The same cases by every facet at once: one pass over them. */
export const countsOf = async (query: SelectQueryBuilder<BoardRow>): Promise<BoardCounted> => {
  const counted = query
    .clone()
    .select('grouping(board.phase, board.severity, board.teamId, board.ownerId)', 'facet')
    .addSelect('board.phase', 'phase')
    .addSelect('board.severity', 'severity')
    .addSelect('board.teamId', 'team')
    .addSelect('board.ownerId', 'owner')
    .addSelect('count(*)::int', 'count')
    .groupBy('grouping sets ((board.phase), (board.severity), (board.teamId), (board.ownerId), ())');
  boardFlags.forEach((flag, index) =>
    counted.addSelect(`(count(*) filter (where ${flagConditions[flag]}))::int`, `flag${index}`),
  );
  const groups = await counted.getRawMany<Group>();
  const of = (facet: number): readonly Group[] =>
    groups.filter((group) => group.facet === facet).toSorted((a, b) => b.count - a.count || byName(a, b));
  const [all] = of(0b1111) as readonly Totals[];
  return {
    total: all?.count ?? 0,
    phases: of(0b0111).flatMap(({ phase, count }) => (phase === null ? [] : [{ phase, count }])),
    severities: of(0b1011).map(({ severity, count }) => ({ ...(severity !== null && { severity }), count })),
    teams: of(0b1101).map(({ team, count }) => ({ ...(team !== null && { teamId: team }), count })),
    owners: of(0b1110).map(({ owner, count }) => ({ ...(owner !== null && { ownerId: owner }), count })),
    flags: boardFlags.map((flag, index) => ({ flag, count: all?.[`flag${index}`] ?? 0 })).filter(({ count }) => count),
  };
};

/** The database answers groups in no order of its own; what is not known comes first. */
const byName = (a: Group, b: Group): number => (nameOf(a) < nameOf(b) ? -1 : 1);
const nameOf = ({ phase, severity, team, owner }: Group): string => phase ?? severity ?? team ?? owner ?? '';
