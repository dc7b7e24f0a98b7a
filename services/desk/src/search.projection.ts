import type { Channel, ComplaintId, ComplaintType, PersonId, Phase, Severity, TeamId } from '@redress/contracts';
import { projection, type Recorded } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { folded, tokensOf } from './words.rules.js';

/** Of a conversation so many characters are searched; what is said after them is not found. */
const longestText = 65_536;

/** What of a case can be asked for beside its words: tokens too, so that one look at the index answers both. */
interface Facets {
  readonly phase: Phase;
  readonly channel: Channel;
  readonly productCode: string | null;
  readonly type: ComplaintType | null;
  readonly severity: Severity | null;
  readonly ownerId: PersonId | null;
  readonly teamId: TeamId | null;
  readonly historical: boolean;
}

/**
 * The words of every case. Three columns of tokens under one index, since what is said about a case (`record`) and how
 * to reach its customer (`contact`) are forgotten at different times, and numbers and filters never.
 */
@Entity('search')
@Index(['tokens', 'saidTokens', 'nameTokens'], { type: 'gin' })
@Index(['receivedAt', 'complaintId'])
export class SearchRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @Column('timestamptz') receivedAt!: Date;
  /** Case number, order number and product code, a line each. */
  @Column('text') numbers!: string;
  @Column('jsonb') facets!: Facets;
  @Column('text', { array: true }) tokens!: readonly string[];
  /** Subject and messages. */
  @PersonalColumn('record') said!: string | null;
  @PersonalColumn('record', 'text', { array: true }) saidTokens!: readonly string[] | null;
  /** Under which generation of the key it was said. */
  @Column('int', { nullable: true }) saidUnder!: number | null;
  @PersonalColumn('contact') name!: string | null;
  @PersonalColumn('contact', 'text', { array: true }) nameTokens!: readonly string[] | null;
}

/** A token that no text has: it is longer than two characters. */
export const facetToken = (name: keyof Facets, value: string): string => `${name}:${value}`;

const withFacets = (row: SearchRow | undefined, change: Partial<Facets>): SearchRow | undefined => {
  if (!row) return undefined;
  const facets = { ...row.facets, ...change };
  const values = Object.entries(facets).filter(([, value]) => value !== null);
  // A row that was read back has its facets in the database's order; the tokens are the same either way.
  const filters = values.map(([name, value]) => facetToken(name as keyof Facets, String(value))).toSorted();
  return { ...row, facets, tokens: [...tokensOf(row.numbers), ...filters] };
};

interface Saying {
  readonly text?: string | null;
  readonly reason?: string | null;
}

/**
 * What is said under a new key stands alone: the key before it was withdrawn, and what came under it must not go on
 * under the name of the new one.
 */
const saying = (
  row: SearchRow | undefined,
  { text, reason }: Saying,
  { generations }: Recorded,
  change: Partial<Facets> = {},
): SearchRow | undefined => {
  const after = withFacets(row, change);
  const words = text ?? reason ?? null;
  const under = generations.record ?? null;
  if (!after || (words === null && (under === null || under === after.saidUnder))) return after;
  const before = under === after.saidUnder ? after : { ...after, said: null, saidTokens: null };
  if (words === null || (before.said?.length ?? 0) >= longestText) return { ...before, saidUnder: under };
  const added = folded(words).slice(0, longestText);
  return {
    ...before,
    saidUnder: under,
    said: before.said === null ? added : `${before.said}\n${added}`.slice(0, longestText),
    saidTokens: [...new Set([...(before.saidTokens ?? []), ...tokensOf(added)])],
  };
};

export const search = projection<SearchRow, 'complaintId'>({
  name: 'desk.search',
  table: SearchRow,
  key: ['complaintId'],
  edition: 2,
  on: {
    ComplaintReceived: (row, data, event) => {
      if (row) return row;
      const { complaintId, receivedAt, channel, caseNumber, order, productCode, customerName, subject, text } = data;
      const name = customerName ? folded(customerName) : null;
      const facets = { phase: 'received', channel, productCode: productCode ?? null, ...unsorted } as const;
      const heard: SearchRow = {
        complaintId,
        receivedAt,
        numbers: folded([caseNumber, order?.number, productCode].filter((one) => one !== undefined).join('\n')),
        facets: { ...facets, historical: event.historical },
        tokens: [],
        said: null,
        saidTokens: null,
        saidUnder: event.generations.record ?? null,
        name,
        nameTokens: name === null ? null : tokensOf(name),
      };
      const words = subject && text ? `${subject}\n${text}` : (text ?? subject ?? null);
      return saying(heard, { text: words }, event, { historical: event.historical });
    },
    FactsGiven: (row, { orderNumber, productCode }) => {
      const given = [orderNumber, productCode].filter((one) => one !== undefined);
      const numbers = folded([row?.numbers, ...given].join('\n'));
      return withFacets(row && { ...row, numbers }, productCode === undefined ? {} : { productCode });
    },
    CustomerWrote: (row, said, event) => saying(row, said, event, lively(row, event)),
    AgentReplied: (row, said, event) =>
      saying(row, said, event, {
        ...lively(row, event),
        ...(row?.facets.phase === 'received' && { phase: 'in-progress' }),
      }),
    NoteAdded: (row, said, event) => saying(row, said, event, lively(row, event)),
    SolutionProposed: (row, said, event) =>
      saying(row, said, event, { phase: 'solution-proposed', ...lively(row, event) }),
    SolutionAccepted: (row, _, event) => withFacets(row, { phase: 'solution-accepted', ...lively(row, event) }),
    SolutionDeclined: (row, said, event) =>
      saying(row, said, event, { phase: 'solution-declined', ...lively(row, event) }),
    ComplaintResolved: (row, said, event) => saying(row, said, event, { phase: 'resolved', ...lively(row, event) }),
    ResolutionConfirmed: (row, _, event) => withFacets(row, { phase: 'confirmed', ...lively(row, event) }),
    ComplaintReopened: (row, said, event) => saying(row, said, event, { phase: 'in-progress', ...lively(row, event) }),
    ComplaintClosed: (row, _, event) => withFacets(row, { phase: 'closed', ...lively(row, event) }),
    ComplaintTriaged: (row, { type, severity }) => withFacets(row, { type, severity }),
    TriageCorrected: (row, { type, severity }) => withFacets(row, { type, severity }),
    OwnerAssigned: (row, { ownerId, teamId }) => withFacets(row, { ownerId, teamId }),
    OwnershipEnded: (row) => withFacets(row, { ownerId: null }),
  },
});

const unsorted = { type: null, severity: null, ownerId: null, teamId: null };

const lively = (row: SearchRow | undefined, { historical }: Recorded): Partial<Facets> => ({
  historical: row?.facets.historical === true && historical,
});
