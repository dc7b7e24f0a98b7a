import type { Role, Shift, TeamFunction } from '@redress/contracts';

/** Somebody who works at Saesol, for as long as the demonstration lasts and after. */
export interface Colleague {
  readonly username: string;
  readonly name: string;
  readonly locale: 'ko' | 'en';
  readonly role: Role;
  readonly teams: readonly TeamFunction[];
  readonly superior?: string;
  readonly skills: readonly string[];
  readonly hours?: { readonly fromMinute: number; readonly untilMinute: number };
}

const hour = 60;
/** Around the clock, so that there is somebody at any time; shifts overlap by an hour, to hand over. */
const [early, late, night] = [
  { fromMinute: 6 * hour, untilMinute: 15 * hour },
  { fromMinute: 14 * hour, untilMinute: 23 * hour },
  { fromMinute: 22 * hour, untilMinute: 7 * hour },
] as const;

const agent = (
  username: string,
  name: string,
  hours: NonNullable<Colleague['hours']>,
  skills: readonly string[],
  [superior, ...teams]: readonly [string, ...TeamFunction[]],
): Colleague => ({ username, name, locale: 'ko', role: 'agent', teams, superior, skills, hours });

/** Superiors before those below them. */
export const colleagues: readonly Colleague[] = [
  {
    username: 'demo.lead.han',
    name: '한지원',
    locale: 'ko',
    role: 'lead',
    teams: ['customer-service', 'logistics', 'quality', 'product', 'legal'],
    skills: ['ko'],
  },
  {
    username: 'demo.lead.oh',
    name: '오세린',
    locale: 'ko',
    role: 'lead',
    teams: ['customer-service', 'product', 'legal'],
    superior: 'demo.lead.han',
    skills: ['ko', 'en'],
  },
  agent('demo.kim', '김나연', early, ['ko', 'stock-out', 'payment'], ['demo.lead.oh', 'customer-service']),
  agent('demo.lee', '이도현', early, ['ko', 'service'], ['demo.lead.oh', 'customer-service', 'product']),
  agent('demo.park', '박소율', early, ['ko', 'delivery'], ['demo.lead.han', 'logistics', 'customer-service']),
  agent(
    'demo.grace',
    'Grace Miller',
    early,
    ['en', 'ko'],
    ['demo.lead.oh', 'customer-service', 'quality', 'logistics'],
  ),
  agent('demo.choi', '최은호', late, ['ko', 'stock-out', 'return'], ['demo.lead.oh', 'customer-service']),
  agent('demo.jung', '정하린', late, ['ko', 'payment'], ['demo.lead.oh', 'customer-service', 'product']),
  agent('demo.kang', '강태오', late, ['ko', 'quality'], ['demo.lead.han', 'quality', 'customer-service']),
  agent('demo.noah', 'Noah Fischer', late, ['en', 'ko'], ['demo.lead.oh', 'customer-service', 'logistics']),
  agent('demo.yoon', '윤서아', night, ['ko', 'return', 'stock-out'], ['demo.lead.han', 'customer-service', 'product']),
  agent('demo.lim', '임재이', night, ['ko', 'delivery'], ['demo.lead.han', 'logistics', 'customer-service']),
  agent('demo.shin', '신유나', night, ['ko', 'en', 'quality'], ['demo.lead.han', 'quality', 'customer-service']),
  agent('demo.away', '조은빛', late, ['ko', 'service'], ['demo.lead.oh', 'customer-service']),
  { username: 'demo.legal', name: '배정훈', locale: 'ko', role: 'legal', teams: ['legal'], skills: ['ko'] },
  { username: 'demo.finance.seo', name: '서미경', locale: 'ko', role: 'finance', teams: ['finance'], skills: ['ko'] },
  { username: 'demo.finance.ahn', name: '안동수', locale: 'ko', role: 'finance', teams: ['finance'], skills: ['ko'] },
  { username: 'demo.analyst', name: '문가온', locale: 'ko', role: 'analyst', teams: [], skills: [] },
  { username: 'demo.importer', name: '이관 계정', locale: 'ko', role: 'importer', teams: [], skills: [] },
];

/** On holiday from the day on which the demonstration began. */
export const away = { username: 'demo.away', substitute: 'demo.choi', days: 7 } as const;

export const timeZone = 'Asia/Seoul';

export const everyDay = (hours: NonNullable<Colleague['hours']>): readonly Shift[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...hours }));
