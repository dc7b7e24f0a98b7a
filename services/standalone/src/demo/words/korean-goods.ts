import { type Letter, letters, noted, whole } from './letter.js';

const electronics = { goods: ['electronics'] } as const;
const fashion = { goods: ['fashion'] } as const;
const food = { goods: ['fresh'] } as const;
const furniture = { goods: ['furniture'] } as const;
const kitchen = { goods: ['kitchen'] } as const;
const sounding = { goods: ['E-1001', 'E-1005'] } as const;
const withBattery = { goods: ['E-1001', 'E-1002', 'E-1004', 'E-1008'] } as const;
const beauty = { goods: ['beauty'] } as const;
const toys = { goods: ['C-6002'] } as const;
const rolling = { goods: ['C-6001', 'C-6004'] } as const;

/** About what was bought, in Korean. */
export const koreanAboutGoods: readonly Letter[] = [
  ...letters('quality', 'ko', [
    [
      'exchange',
      '{product:을/를} 받은 지 {days}일밖에 안 됐는데 전원이 안 들어와요. 충전도 밤새 해 보고 껐다 켜기도 해 봤는데 그대로입니다.',
      withBattery,
    ],
    [
      'refund',
      '{product} 한쪽에서 소리가 안 나요. 처음부터 불량인 걸 보낸 것 같은데 확인은 하고 출고하시는 건가요?',
      sounding,
    ],
    [
      'refund',
      '어제 {product:을/를} 쓰다가 갑자기 타는 냄새가 나면서 연기가 났어요!! 애들이 옆에 있었는데 정말 큰일 날 뻔했습니다. 콘센트도 까맣게 그을렸고요. 이런 걸 팔면 어떡합니까? 사진 다 찍어 뒀습니다.',
      electronics,
    ],
    [
      'refund',
      '{product} 배터리가 부풀어서 뒤판이 벌어졌어요. 터질까 봐 무서워서 베란다에 내놨습니다. 빨리 회수해 가세요.',
      withBattery,
    ],
    [
      'repair',
      '{product:이/가} 한 달도 안 돼서 작동을 안 합니다. 버튼을 눌러도 반응이 없고 삐 소리만 나요. 수리가 되는지 알려 주세요.',
      electronics,
    ],
    [
      'exchange',
      '{product} 안쪽 실밥이 다 터져 있고 지퍼가 뻑뻑해서 올라가질 않아요. 이 가격에 마감이 이 정도면 곤란하죠.',
      fashion,
    ],
    [
      'refund',
      '{product:을/를} 딱 한 번 빨았는데 물이 다 빠져서 다른 빨래까지 물들었어요. 세탁 표시대로 찬물에 손빨래했습니다.',
      fashion,
    ],
    [
      'partial-refund',
      '{product} 앞쪽에 작은 얼룩이 있네요. 입고 나갈 거라 그냥 쓰긴 할 텐데 새 상품에 이런 건 좀 아니지 않나요?',
      fashion,
    ],
    [
      'refund',
      '{product} 상자를 여니까 절반은 물러 터지고 곰팡이까지 피었습니다. 부모님 댁에 보낸 선물인데 얼굴을 못 들겠어요.',
      food,
    ],
    [
      'refund',
      '{product:을/를} 먹고 온 가족이 밤새 배탈이 났습니다. 아이는 구토와 설사로 응급실까지 다녀왔어요. 진단서랑 영수증 다 있습니다. 책임지세요.',
      food,
    ],
    [
      'refund',
      '{product}에서 머리카락이 나왔어요. 먹다가 발견해서 속이 안 좋네요. 위생 관리를 어떻게 하는 겁니까.',
      food,
    ],
    [
      'exchange',
      '포장을 뜯어 보니 {product} 두 개가 금이 가 있었어요. 뽁뽁이 한 겹으로 보내면 당연히 깨지죠.',
      kitchen,
    ],
    [
      'repair',
      '{product} 조립하다가 보니 나사 구멍이 안 맞고 다리 하나가 흔들거려요. 물건을 올려놓기가 겁납니다.',
      furniture,
    ],
    [
      'compensation',
      '{product:을/를} 바르고 나서 얼굴이 부었고 두드러기가 올라왔어요. 피부과에서는 접촉성 피부염이라고 하네요. 성분표에는 없던 게 들어간 것 아닌가요?',
      beauty,
    ],
    [
      'refund',
      '{product} 뚜껑이 이미 열려 있던 흔적이 있어요. 누가 쓰던 걸 보낸 거 맞죠? 찜찜해서 못 쓰겠습니다.',
      beauty,
    ],
    [
      'refund',
      '{product} 모서리가 날카로워서 아이 손가락이 베였어요. 피가 많이 나서 병원에 다녀왔습니다. 안전 인증 받은 제품 맞나요?',
      toys,
    ],
    ['exchange', '{product} 바퀴 하나가 삐걱거리고 브레이크가 잘 안 들어요. 아이 태우기 불안합니다.', rolling],
    [
      'refund',
      `새솔마켓을 몇 년째 이용하고 있는 사람입니다. 웬만하면 이런 글 안 쓰는데 이번에는 도저히 그냥 넘어갈 수가 없네요.

{days}일 전에 {product:을/를} 샀습니다. 첫날부터 좀 이상하다 싶었는데 원래 그런가 보다 하고 썼어요. 그런데 어제부터는 아예 작동을 안 합니다. 설명서에 있는 대로 다 해 봤고, 제조사인 {brand}에 전화했더니 판매처에 말하라고 하고, 판매처는 제조사에 말하라고 하네요. 그 사이에서 저만 뺑뺑이 돌고 있습니다.

제가 바라는 건 딱 하나예요. 제대로 된 물건으로 바꿔 주시든지 돈을 돌려주시든지, 누가 책임지고 처리해 주는지 알려 주시는 것. 주문번호는 {order}입니다. 이번 주 안에는 답을 듣고 싶습니다.`,
      { ...electronics, ...whole },
    ],
    [
      'exchange',
      '고객님 유선 문의. {product} 사용 {days}일째 고장, 전원 켜지지 않음. 교환 원하심. 목소리 많이 격앙되어 있었음.',
      { ...noted, ...electronics },
    ],
    [
      'refund',
      '고객님 내방하여 {product} 실물 지참. 박음질 불량 확인함. 환불 요청하셨고 오늘 중 연락 원하심.',
      { ...noted, ...fashion },
    ],
  ]),
  ...letters('description', 'ko', [
    [
      'refund',
      '{product} 사진이랑 실물이 너무 달라요. 화면에서 보던 색이랑 완전 다른 색이 왔습니다. 조명 탓이라고 하기엔 심하네요.',
    ],
    [
      'refund',
      '상세페이지에는 국내산이라고 적혀 있는데 {product} 포장 뒷면에는 수입산이라고 써 있네요. 이거 허위 광고 아닙니까?',
      food,
    ],
    [
      'partial-refund',
      '{product} 사이즈표 믿고 샀는데 실측이 4cm나 작아요. 표기가 잘못된 거 아닌지 확인 부탁드립니다.',
      fashion,
    ],
    ['exchange', '주문한 건 검정인데 다른 색이 왔어요. {product} 다른 모델을 보내신 것 같습니다.'],
    [
      'refund',
      '정품이라더니 {product} 로고 글씨체도 다르고 일련번호 조회도 안 됩니다. 가품이면 바로 신고할 생각입니다.',
      { goods: ['F-2002', 'F-2005', 'F-2007'] },
    ],
    [
      'explanation',
      '{product} 상품 설명에는 높이 조절이 된다고 되어 있는데 조절하는 데가 아예 없어요. 제가 못 찾는 건가요?',
      furniture,
    ],
    [
      'refund',
      '광고에서는 소음이 거의 없다더니 {product} 켜면 티브이 소리가 안 들립니다. 설명과 다르니 환불해 주세요.',
      { goods: ['E-1002', 'E-1006', 'E-1009'] },
    ],
    [
      'partial-refund',
      '{product} 세트인 줄 알고 샀는데 하나만 왔네요. 사진에는 세 개가 있었잖아요. 오해하게 올려놓고 작은 글씨로 별매라니.',
    ],
    [
      'refund',
      `{product} 때문에 글 남깁니다.

사진과 후기를 한참 보고 고른 건데, 받아 보니 재질부터 다릅니다. 상세페이지에는 분명히 '천연 소재'라고 되어 있었는데 라벨에는 합성이라고 적혀 있어요. 두께도 사진보다 훨씬 얇고요.

혹시나 해서 다시 들어가 보니 그 사이에 상세페이지가 슬쩍 바뀌어 있더군요. 다행히 주문할 때 화면을 저장해 뒀습니다. 실수였다면 그렇다고 말씀해 주시고, 아니라면 더 할 말이 많습니다. 주문번호 {order}, 환불 바랍니다.`,
      { goods: ['fashion'], ...whole },
    ],
  ]),
];
