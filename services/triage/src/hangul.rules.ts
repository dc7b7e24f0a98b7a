/**
 * What may stand around a Korean word without making it another one. A word that is looked for is found at the beginning
 * of a written word, or behind one of `beforeWord`; behind it the written word ends, or goes on with one of `afterWord`.
 * So 환불 is found in 환불해주세요 and 전액환불은, and neither in 교환불가 nor as the beginning of a word that is not listed.
 */
export const beforeWord: readonly string[] = [
  ...['은', '는', '이', '가', '을', '를', '에', '도', '의', '만', '로', '와', '과', '서', '고'],
  ...['전액', '부분', '즉시', '당일', '전체', '자동', '강제', '이중', '중복', '단순', '무상', '무료', '일부', '새벽'],
  ...[
    '제품',
    '상품',
    '물건',
    '택배',
    '배송',
    '음식',
    '고객',
    '구매',
    '주문',
    '반품',
    '교환',
    '환불',
    '결제',
    '카드',
    '매장',
  ],
];

const particles: readonly string[] = [
  ...['은', '는', '이', '가', '을', '를', '에', '의', '도', '만', '로', '와', '과', '랑', '나', '라', '며', '든', '뿐'],
  ...['으로', '까지', '부터', '마저', '조차', '처럼', '보다', '한테', '하고', '들', '께', '씩', '째'],
];

/** Of 하다, 되다, 받다, 시키다, 당하다, 있다, 없다, 않다, 나다, 지다 and the copula, as they are written behind a noun. */
const endings: readonly string[] = [
  ...['하', '해', '했', '한', '할', '함', '합', '되', '돼', '됐', '된', '될', '됨', '됩', '받', '시켜', '시키', '시킨'],
  ...[
    '당했',
    '당하',
    '당해',
    '당한',
    '있',
    '없',
    '않',
    '못',
    '안',
    '났',
    '나',
    '난',
    '날',
    '입',
    '인',
    '임',
    '일',
    '였',
  ],
  ...['요', '죠', '지', '져', '졌', '네', '데', '던', '러', '려', '면', '서', '고', '아', '어', '여', '았', '었', '예'],
];

const compounds: readonly string[] = [
  ...[
    '요청',
    '신청',
    '처리',
    '문의',
    '접수',
    '관련',
    '건',
    '좀',
    '부탁',
    '드',
    '주',
    '바',
    '불가',
    '거부',
    '거절',
    '금액',
  ],
  ...[
    '완료',
    '취소',
    '안내',
    '언제',
    '빨리',
    '상태',
    '문제',
    '상품',
    '제품',
    '비',
    '중',
    '후',
    '전',
    '시',
    '품',
    '님',
    '팀',
  ],
];

export const afterWord: readonly string[] = [...particles, ...endings, ...compounds];

export const isHangul = (character: string): boolean => character >= '가' && character <= '힣';
