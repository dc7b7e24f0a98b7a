import { folded, tokensOf } from '@redress/desk';
import { chance } from '@redress/eventing/testing';
import pg from 'pg';
import { tableIn, withoutIndexes } from './filling.js';

/** Of each a few, so that words of one syllable, of two and of more come often, sometimes and hardly ever. */
const often =
  `배송 환불 주문 상품 교환 반품 고객 연락 택배 결제 너무 아직 언제 계속 정말 안 왜 돈 다시 확인 부탁 문의 취소 포장 색상 크기
  the item order refund not arrived please delivery broken package`.split(/\s+/u);
const sometimes =
  `누락 파손 불량 지연 오배송 사이즈 쿠폰 적립 냄새 얼룩 찢어짐 단추 지퍼 배터리 화면 전원 소음 누수 곰팡이 알레르기 두드러기 유통기한
  설명서 부속품 영수증 현금영수증 이중결제 재고 품절 입고 예약 방문 설치 기사 분실 경비실 문앞 주소 변경 zipper battery screen allergy leaking
  invoice coupon warranty`.split(/\s+/u);
const particles = [
  '',
  '',
  '',
  '이',
  '가',
  '을',
  '를',
  '은',
  '는',
  '도',
  '에서',
  '이요',
  '해주세요',
  '했습니다',
  '됐어요',
];
const syllables = [...'가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추'];
const surnames = [...'김이박최정강조윤장임한오서신권황안송류홍'];

/** A word of two or three syllables that few texts have. */
export const rareWord = (number: number): string => {
  const count = syllables.length;
  const at = (place: number): string => syllables[Math.floor(number / count ** place) % count] ?? '';
  return number % 3 === 0 ? at(0) + at(1) : at(0) + at(1) + at(2);
};

const phases = ['received', 'in-progress', 'solution-proposed', 'resolved', 'closed'] as const;
const channels = ['web', 'mail', 'chat', 'call-centre', 'store'] as const;

const textOf = (random: () => number): string => {
  const pick = (words: readonly string[]): string => words[Math.floor(random() ** 2 * words.length)] ?? '';
  const words = Array.from({ length: 8 + Math.floor(random() * 20) }, () => {
    const kind = random();
    if (kind < 0.7) return pick(often) + pick(particles);
    return kind < 0.95 ? pick(sometimes) + pick(particles) : rareWord(Math.floor(random() * syllables.length ** 3));
  });
  return folded(words.join(' '));
};

const columns = 'complaint_id, received_at, numbers, facets, tokens, said, said_tokens, said_under, name, name_tokens';
const rowsAtOnce = 500;

export interface FilledSearch {
  readonly search: string;
  readonly board: string;
}

/** Texts of 8 to 27 words, a minute apart, with names, numbers and facets as the projection keeps them. */
export const fillSearch = async (url: string, complaints: number): Promise<FilledSearch> => {
  const pool = new pg.Client({ connectionString: url });
  await pool.connect();
  try {
    const [search, board] = [await tableIn(pool, 'desk', 'search'), await tableIn(pool, 'desk', 'board')];
    const indexes = await withoutIndexes(pool, [search, board]);
    const random = chance(20_260_302);
    for (let from = 0; from < complaints; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, complaints - from);
      const rows = Array.from({ length: count }, (_, index) => rowOf(from + index, random));
      const places = rows.map((row, index) => `(${row.map((__, at) => `$${index * row.length + at + 1}`).join(', ')})`);
      await pool.query(`insert into ${search} (${columns}) values ${places.join(', ')}`, rows.flat());
    }
    await pool.query(
      `insert into ${board} (complaint_id, case_number, channel, received_at, phase, waiting_for_customer, customer_name,
         missing, ownership, round, escalation_level, clocks, due_at, paused, breached, compensations, approvals_waiting,
         investigations, last_activity_at, last_activity_by, historical)
       select complaint_id, split_part(numbers, E'\n', 1), facets ->> 'channel', received_at, facets ->> 'phase', false, name, '{}',
         'unowned', 0, 0, '{}', received_at + interval '7 days', false, false, '{}', 0, '{}', received_at, 'customer', false
       from ${search}`,
    );
    await pool.query(`set maintenance_work_mem = '512MB'`);
    for (const definition of indexes) await pool.query(definition);
    for (const table of [search, board]) await pool.query(`vacuum analyze ${table}`);
    await pool.query('checkpoint');
    return { search, board };
  } finally {
    await pool.end();
  }
};

const idOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

const rowOf = (number: number, random: () => number): readonly unknown[] => {
  const pick = <Word>(words: readonly Word[]): Word => words[Math.floor(random() * words.length)] as Word;
  const [phase, channel, productCode] = [pick(phases), pick(channels), `P-${Math.floor(random() * 500)}`];
  const numbers = folded(`${String(10_000_000 + number)}-${number % 10}\nO-${number}\n${productCode}`);
  const said = textOf(random);
  const name = `${pick(surnames)}${pick(syllables)}${pick(syllables)}`;
  const facets = {
    phase,
    channel,
    productCode,
    type: null,
    severity: null,
    ownerId: null,
    teamId: null,
    historical: false,
  };
  const filters = [`channel:${channel}`, 'historical:false', `phase:${phase}`, `productCode:${productCode}`];
  const receivedAt = new Date(Date.UTC(2024, 0, 1) + number * 60_000);
  return [
    idOf(number),
    receivedAt,
    numbers,
    JSON.stringify(facets),
    [...tokensOf(numbers), ...filters],
    said,
    tokensOf(said),
    1,
    name,
    tokensOf(name),
  ];
};
