/** What Saesol sells: a retailer that does not exist. */
export type Category = 'electronics' | 'fashion' | 'fresh' | 'pantry' | 'kitchen' | 'furniture' | 'beauty' | 'children';

export interface Product {
  readonly code: string;
  readonly category: Category;
  readonly ko: string;
  readonly en: string;
  /** In whole won. */
  readonly won: number;
  readonly brand: string;
  readonly sellerId: string;
}

const product = (
  code: string,
  category: Category,
  [ko, en]: readonly [string, string],
  won: number,
  [brand, sellerId]: readonly [string, string],
): Product => ({ code, category, ko, en, won, brand, sellerId });

const own = 'saesol-direct';

export const products: readonly Product[] = [
  product('E-1001', 'electronics', ['무선 이어폰', 'wireless earbuds'], 89_000, ['소리온', 'sorion']),
  product('E-1002', 'electronics', ['로봇청소기', 'robot vacuum'], 459_000, ['말끔', 'malkkeum-home']),
  product('E-1003', 'electronics', ['전기주전자', 'electric kettle'], 42_000, ['말끔', 'malkkeum-home']),
  product('E-1004', 'electronics', ['보조배터리', 'power bank'], 35_000, ['볼트리', 'boltree']),
  product('E-1005', 'electronics', ['65인치 티브이', '65-inch television'], 1_690_000, ['누리비전', own]),
  product('E-1006', 'electronics', ['에어프라이어', 'air fryer'], 119_000, ['말끔', 'malkkeum-home']),
  product('E-1007', 'electronics', ['전기장판', 'electric blanket'], 68_000, ['포근채', 'pogeunchae']),
  product('E-1008', 'electronics', ['노트북', 'laptop'], 1_290_000, ['누리비전', own]),
  product('E-1009', 'electronics', ['헤어드라이어', 'hair dryer'], 54_000, ['소리온', 'sorion']),
  product('F-2001', 'fashion', ['울 코트', 'wool coat'], 189_000, ['연두아뜰리에', 'yeondu']),
  product('F-2002', 'fashion', ['운동화', 'running shoes'], 79_000, ['달음', 'dareum']),
  product('F-2003', 'fashion', ['청바지', 'jeans'], 49_000, ['연두아뜰리에', 'yeondu']),
  product('F-2004', 'fashion', ['니트 스웨터', 'knitted sweater'], 39_900, ['올올', 'olol-knit']),
  product('F-2005', 'fashion', ['가죽 가방', 'leather bag'], 238_000, ['연두아뜰리에', 'yeondu']),
  product('F-2006', 'fashion', ['패딩 점퍼', 'padded jacket'], 159_000, ['달음', 'dareum']),
  product('F-2007', 'fashion', ['손목시계', 'wristwatch'], 320_000, ['째깍', 'jjaekkak']),
  product('G-3001', 'fresh', ['제주 감귤 5kg', 'box of Jeju tangerines'], 24_900, ['새솔식탁', own]),
  product('G-3002', 'fresh', ['한우 선물세트', 'Korean beef gift set'], 189_000, ['새솔식탁', own]),
  product('G-3003', 'fresh', ['포기김치', 'kimchi'], 29_800, ['할매손', 'halmae-son']),
  product('G-3004', 'fresh', ['냉동만두', 'frozen dumplings'], 13_900, ['할매손', 'halmae-son']),
  product('G-3005', 'fresh', ['그릭요거트', 'Greek yoghurt'], 18_500, ['목장아침', 'mokjang']),
  product('G-3006', 'pantry', ['원두커피', 'coffee beans'], 21_000, ['볶음골', 'bokkeumgol']),
  product('H-4001', 'furniture', ['원목 책상', 'wooden desk'], 279_000, ['나무결', 'namugyeol']),
  product('H-4002', 'furniture', ['3인용 소파', 'three-seater sofa'], 890_000, ['나무결', 'namugyeol']),
  product('H-4003', 'kitchen', ['유리컵 세트', 'set of glasses'], 26_000, ['맑은물', own]),
  product('H-4004', 'kitchen', ['무쇠 냄비', 'cast-iron pot'], 99_000, ['맑은물', own]),
  product('H-4005', 'fashion', ['이불 세트', 'bedding set'], 129_000, ['포근채', 'pogeunchae']),
  product('H-4006', 'furniture', ['사무용 의자', 'office chair'], 198_000, ['나무결', 'namugyeol']),
  product('B-5001', 'beauty', ['수분크림', 'moisturiser'], 38_000, ['물결화', 'mulgyeolhwa']),
  product('B-5002', 'beauty', ['선크림', 'sun cream'], 22_000, ['물결화', 'mulgyeolhwa']),
  product('B-5003', 'beauty', ['염색약', 'hair dye'], 14_500, ['빛결', 'bitgyeol']),
  product('B-5004', 'beauty', ['립스틱', 'lipstick'], 29_000, ['빛결', 'bitgyeol']),
  product('C-6001', 'children', ['유모차', 'pushchair'], 389_000, ['아장', 'ajang']),
  product('C-6002', 'children', ['나무 블록', 'wooden blocks'], 45_000, ['아장', 'ajang']),
  product('C-6003', 'children', ['기저귀', 'nappies'], 47_900, ['새솔아기', own]),
  product('C-6004', 'children', ['킥보드', 'kick scooter'], 92_000, ['달음', 'dareum']),
];

/** Of which far more was sold than there was. */
export const soldOut: Product = product('C-6099', 'children', ['별똥이 인형', 'Byeolttong plush toy'], 32_000, [
  '아장',
  'ajang',
]);

export const regions: readonly string[] = [
  '서울 마포구',
  '서울 송파구',
  '서울 관악구',
  '경기 수원시',
  '경기 고양시',
  '경기 성남시',
  '인천 부평구',
  '대전 유성구',
  '대구 수성구',
  '부산 해운대구',
  '부산 사하구',
  '광주 북구',
  '울산 남구',
  '강원 강릉시',
  '충북 청주시',
  '전북 전주시',
  '제주 제주시',
];

export const couriers: readonly string[] = ['한걸음택배', '구름배송', '두바퀴익스프레스'];
