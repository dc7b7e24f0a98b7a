import type { Channel, Tier } from '@redress/contracts';
import type { Chances } from './chances.js';

export type Language = 'ko' | 'en';

/** Somebody who buys at Saesol. Nobody real: telephone numbers and addresses of mail belong to no one. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly tier: Tier;
  readonly language: Language;
}

const families =
  '김 김 김 이 이 박 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 전 홍 고 문 양 손 배 백 허 유 남 심 노 하 곽 성 차'.split(
    ' ',
  );
const given =
  '서연 민준 지우 서준 하은 도윤 지민 예준 수아 시우 지호 하윤 유진 민서 채원 건우 은주 영희 정숙 경자 미경 성호 재훈 상철 태영 혜진 보람 다은 소희 현우 준혁 나래 가람 은별 순자 병철 미란 동현 세영 아름 주원 윤서 하람 이안 로운 기범 정민 영수 선영 명숙'.split(
    ' ',
  );
const foreign =
  'Emma Thompson|Daniel Okafor|Priya Raman|Lucas Meyer|Sofia Rossi|James Whitfield|Mei Tanaka|Olga Petrova|Ahmed Hassan|Grace O’Neill|Tom Becker|Chloé Martin|Nguyen Thi Lan|Carlos Vega|Hannah Schulz|Liam Walsh|Aisha Bello|Peter Novak|Julia Lindqvist|Ravi Patel|Megan Carter|Samuel Osei'.split(
    '|',
  );

const tiers: readonly (readonly [number, Tier])[] = [
  [68, 'standard'],
  [18, 'silver'],
  [10, 'gold'],
  [4, 'vip'],
];

/** The same customer for the same number. `name` keeps those of one demonstration from those of another. */
export const customerOf = (chances: Chances, name: string, number: number): Customer => {
  const language = chances.percent(76) ? 'ko' : 'en';
  const person = language === 'ko' ? `${chances.pick(families)}${chances.pick(given)}` : chances.pick(foreign);
  const id = `${name}-${String(number).padStart(4, '0')}`;
  return {
    id,
    name: person,
    email: `${id}@example.com`.toLowerCase(),
    phone: `010-0000-${String(chances.whole(0, 9999)).padStart(4, '0')}`,
    tier: chances.weighted(tiers),
    language,
  };
};

/** Where complaints come from, as often as they do. */
export const channelsUsed: readonly (readonly [number, Channel])[] = [
  [30, 'web'],
  [18, 'mail'],
  [20, 'chat'],
  [10, 'social'],
  [12, 'call-centre'],
  [5, 'store'],
  [5, 'api'],
];
