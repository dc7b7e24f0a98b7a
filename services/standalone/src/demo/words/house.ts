import type { ComplaintType } from '@redress/contracts';
import type { Language } from '../customers.js';

type ByLanguage = Readonly<Record<Language, readonly string[]>>;
type ByType = Readonly<Record<ComplaintType, ByLanguage>>;

/** First answers: what we understood, and what happens now. */
export const replies: ByType = {
  delivery: {
    ko: [
      '고객님, 많이 기다리셨을 텐데 정말 죄송합니다. {courier}에 지금 바로 위치를 확인하고 있고, 오늘 중으로 다시 연락드리겠습니다.',
      '기다리시게 해서 죄송합니다. 물류센터에서 출고 기록을 확인하는 중이며, 확인되는 대로 도착 예정 시각을 말씀드리겠습니다.',
    ],
    en: [
      'I am sorry that you are still waiting. We are asking {courier} where it is right now and will write to you again today.',
      'I understand how annoying this is. The warehouse is checking when it left and where it is, and I will tell you as soon as I know.',
    ],
  },
  quality: {
    ko: [
      '받으신 상품에 문제가 있어 정말 죄송합니다. 품질팀에 전달했고, 수거는 저희가 무료로 진행하겠습니다.',
      '많이 놀라셨죠. 사용을 멈추시고 그대로 보관해 주세요. 담당 부서에서 바로 확인하겠습니다.',
    ],
    en: [
      'I am sorry about this. Our quality team has been told, and we will collect it at our expense.',
      'That must have been unpleasant. Please stop using it and keep it as it is; we are looking into it now.',
    ],
  },
  description: {
    ko: [
      '기대하신 것과 다른 상품을 받으셔서 속상하셨겠습니다. 상품 페이지와 실물을 상품팀에서 대조하고 있습니다.',
      '혼란을 드려 죄송합니다. 보내 주신 내용대로 표기가 잘못되었는지 확인하고 있습니다.',
    ],
    en: [
      'I am sorry that it is not what you expected. We are comparing the page with what was shipped.',
      'Thank you for telling us. Our product team is checking what the page says against the article itself.',
    ],
  },
  service: {
    ko: [
      '응대로 불쾌함을 드려 진심으로 사과드립니다. 해당 상담 기록을 직접 확인하고 말씀드리겠습니다.',
      '오래 기다리시게 하고 같은 말씀을 반복하시게 해 죄송합니다. 이 건은 제가 끝까지 맡겠습니다.',
    ],
    en: [
      'I apologise for how you were treated. I will look at the record of that conversation myself.',
      'I am sorry that you had to wait and to repeat yourself. I will see this through in person.',
    ],
  },
  payment: {
    ko: [
      '결제로 불편을 드려 죄송합니다. 승인 내역을 확인하고 있으니 잠시만 기다려 주세요.',
      '놀라셨겠습니다. 재무팀과 함께 승인 기록을 조회하고 있습니다.',
    ],
    en: [
      'I am sorry about the trouble with your payment. We are looking at the card transactions now.',
      'I understand that this worries you. Together with finance I am checking every charge of that day.',
    ],
  },
  return: {
    ko: [
      '반품 처리가 늦어져 죄송합니다. 수거 일정을 다시 잡고 오늘 안에 알려 드리겠습니다.',
      '환불 진행 상황을 확인 중입니다. 입고 기록이 있으니 곧 처리하겠습니다.',
    ],
    en: [
      'I am sorry that your return is taking so long. I am arranging another collection and will confirm it today.',
      'I can see that your parcel came back. I am finding out why the refund has not gone.',
    ],
  },
  'stock-out': {
    ko: [
      '결제까지 마치셨는데 품절 안내를 드려 정말 죄송합니다. 재입고 일정과 보상을 확인하고 있습니다.',
      '실망하셨을 마음 충분히 이해합니다. 재고 연동에 문제가 있었는지 확인하고 있습니다.',
    ],
    en: [
      'I am truly sorry: we took an order that we could not fill. We are checking when there will be more and what we can do for you.',
      'I understand your disappointment. We are finding out how this could be sold at all.',
    ],
  },
  other: {
    ko: ['말씀해 주셔서 감사합니다. 불편을 드려 죄송하고, 담당 부서와 확인해 알려 드리겠습니다.'],
    en: ['Thank you for letting us know. I am sorry for the trouble and will ask those in charge.'],
  },
};

/** What the customer has to tell us before we can go on, and what customers say to it. */
export const questions: Readonly<
  Record<Language, readonly (readonly [question: string, answers: readonly string[]])[]>
> = {
  ko: [
    [
      '정확히 확인하려면 사진이 필요합니다. 문제가 된 부분과 라벨이 보이게 찍어 보내 주시겠어요?',
      [
        '네, 사진 보내드렸어요. 아래쪽 라벨 보이시죠?',
        '사진 세 장 메일로 보냈습니다. 잘 안 보이면 다시 찍을게요.',
        '상자는 버렸는데 설명서랑 구성품은 다 있습니다. 사진은 방금 올렸어요.',
      ],
    ],
    [
      '받으실 주소와 댁에 계시는 시간을 알려 주시겠어요?',
      [
        '네, 주문서에 있는 그 주소입니다. 평일 7시 이후에 집에 있어요.',
        '주소는 그대로고요, 공동현관 비밀번호는 문자로 드릴게요. 토요일 오전이 좋아요.',
      ],
    ],
    [
      '혹시 언제부터 그런 일이 있었는지 알려 주실 수 있을까요?',
      ['어제 저녁부터 그랬어요. 그 전에는 괜찮았고요.', '처음부터요. 받은 날 바로 알았는데 바빠서 이제 연락드려요.'],
    ],
    [
      '어떻게 해 드리면 가장 좋으실지 여쭙고 싶습니다. 환불과 다른 방법 가운데 어느 쪽이 편하신가요?',
      ['돈으로 돌려받는 게 제일 좋겠어요.', '저는 빨리만 되면 어느 쪽이든 괜찮아요. 알아서 해 주세요.'],
    ],
  ],
  en: [
    [
      'To be sure, we need a photo. Could you send one that shows what happened and the label?',
      [
        'Sure, I sent two photos by mail. The label is on the second one.',
        'I threw the box away but kept everything that was in it. Photos attached to my mail.',
      ],
    ],
    [
      'Could you tell us the address and when somebody is in?',
      [
        'Yes, same address as in the order. I’m home after seven.',
        'The office downstairs takes parcels until six, please leave it there.',
      ],
    ],
    [
      'When did you first notice this?',
      ['Yesterday evening. Before that it was fine.', 'From the start, I just did not have time to write.'],
    ],
    [
      'What would suit you best: your money back, or something else?',
      ['A refund would be best, to be honest.', 'Whatever is quickest.'],
    ],
  ],
};

/** What we offer, by the remedy. */
export const proposals: Readonly<
  Record<'refund' | 'partial-refund' | 'exchange' | 'redelivery' | 'compensation' | 'apology', ByLanguage>
> = {
  refund: {
    ko: ['결제하신 금액 전액을 환불해 드리겠습니다. 수거는 저희가 하고, 카드사에 따라 3~5일 걸립니다.'],
    en: [
      'We would like to give you all of your money back. We collect the article; the bank takes three to five days.',
    ],
  },
  'partial-refund': {
    ko: ['상품은 그대로 사용하시고 결제 금액 일부를 돌려드리는 방법을 제안드립니다.'],
    en: ['We propose that you keep it and that we refund a part of the price.'],
  },
  exchange: {
    ko: ['새 상품으로 교환해 드리겠습니다. 내일 출고하고 기존 상품은 같은 날 수거합니다.'],
    en: ['We will exchange it. The new one leaves tomorrow and the old one is collected the same day.'],
  },
  redelivery: {
    ko: ['분실로 판단하여 오늘 다시 보내 드리겠습니다. 예전 송장의 상품이 도착하면 반송해 주시면 됩니다.'],
    en: ['We regard it as lost and will send it again today. Should the first one turn up, just refuse it.'],
  },
  compensation: {
    ko: ['불편을 드린 데 대한 사과의 뜻으로 적립금(또는 쿠폰)을 드리고자 합니다.'],
    en: ['By way of apology we would like to give you points or a coupon.'],
  },
  apology: {
    ko: ['책임자가 직접 서면으로 사과드리고, 같은 일이 없도록 교육하겠습니다.'],
    en: [
      'The head of the department will apologise to you in writing, and we will train for this not to happen again.',
    ],
  },
};

export const resolutions: ByLanguage = {
  ko: [
    '말씀드린 대로 처리를 마쳤습니다. 다시 한번 불편을 드려 죄송하고, 기다려 주셔서 감사합니다.',
    '처리가 완료되었습니다. 같은 일이 생기지 않도록 담당 부서와 원인을 정리했습니다.',
    '요청하신 내용을 모두 처리했습니다. 혹시 빠진 부분이 있으면 언제든 말씀해 주세요.',
  ],
  en: [
    'It is done as we said. Once more, I am sorry for the trouble; thank you for your patience.',
    'This has been taken care of, and we have looked at what caused it with those in charge.',
    'Everything you asked for is settled. Should anything be missing, just write.',
  ],
};

/** Among colleagues. */
export const notes: readonly string[] = [
  '고객 목소리 격앙. 다음 연락은 같은 담당자가 할 것.',
  '동일 판매자 건이 이번 주에 세 번째. 상품팀 공유 필요.',
  'Customer prefers English, no calls during the day.',
  '사진상 파손 확인. 포장 상태도 불량.',
  '택배사 회신: 터미널에서 오분류. 내일 오전 재배송 예정.',
  '우수 고객. 지난번에도 같은 판매자 상품으로 문의하신 이력 있음.',
  'Spoke to the warehouse: second box never left. Sending it separately.',
];

/** Questions to other teams, and what they found. */
export const investigations: Readonly<
  Partial<Record<ComplaintType, readonly (readonly [question: string, result: string])[]>>
> = {
  delivery: [
    [
      '출고와 인수 기록, 기사 배송 사진이 있는지 확인 부탁드립니다.',
      '배송 사진 없음. 다른 동에 배송된 것으로 확인되어 회수 요청했습니다.',
    ],
    [
      '터미널에서 며칠째 멈춰 있습니다. 분실 처리해도 될까요?',
      '분실로 판단합니다. 재배송하시고 운송사에 변상 청구하겠습니다.',
    ],
  ],
  quality: [
    [
      '같은 로트에서 접수된 건이 더 있는지 봐 주세요. 안전 문제일 수 있습니다.',
      '같은 로트 3건 확인. 판매 보류하고 검사 의뢰했습니다.',
    ],
    ['제조일자와 보관 온도 기록을 확인해 주세요.', '보관 온도는 정상이었으나 포장 실링 불량이 확인되었습니다.'],
  ],
  description: [
    [
      '상세페이지 표기와 실물 라벨을 대조해 주세요.',
      '표기 오류가 맞습니다. 오늘 수정했고 구매자 전체에 안내하겠습니다.',
    ],
  ],
};

export const exceptionReasons: readonly string[] = [
  '우수 고객이고 같은 불편이 두 번째라 기준보다 높여 제안합니다.',
  '안내 실수로 고객이 반차를 냈습니다. 기준표에는 없지만 보상이 필요합니다.',
  'Our own mistake cost the customer a day off; the tariff has nothing for it.',
  '아이 생일 선물이었습니다. 다른 판매처에서 더 비싸게 사야 했던 차액입니다.',
];
