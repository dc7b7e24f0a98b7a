import type { Language } from '../customers.js';

export type Mood = 'polite' | 'plain' | 'angry';

type Around = Readonly<Record<Language, Readonly<Record<Mood, readonly string[]>>>>;

/** How people begin, if they begin at all. */
export const openings: Around = {
  ko: {
    polite: [
      '안녕하세요, 수고 많으십니다.',
      '안녕하세요. 문의드릴 게 있어서 글 남깁니다.',
      '바쁘실 텐데 죄송합니다만 확인 부탁드려요.',
      '늘 잘 이용하고 있는데 처음으로 불편한 일이 생겼네요.',
      '추운데 고생 많으세요.',
    ],
    plain: [
      '저기요.',
      '주문번호 {order} 건입니다.',
      '{product} 때문에 연락드려요.',
      '후기 쓰려다가 여기 먼저 남겨요.',
      '질문 있습니다.',
    ],
    angry: [
      '진짜 어이가 없네요.',
      '지금 장난하시는 건가요?',
      '몇 번째 말하는지 모르겠습니다.',
      '참다 참다 글 씁니다.',
      '아니 이게 말이 됩니까??',
      '너무 화가 나서 손이 떨리네요.',
    ],
  },
  en: {
    polite: [
      'Hello,',
      'Good morning,',
      'Sorry to bother you, but',
      'I have been happy with you for years, so this is a first.',
    ],
    plain: ['Hi.', 'About order {order}:', 'Quick one.', 'So.'],
    angry: ['This is ridiculous.', 'I am done being patient.', 'Are you serious?', 'For the third time:'],
  },
};

/** How they end. */
export const closings: Around = {
  ko: {
    polite: [
      '번거로우시겠지만 확인 부탁드립니다. 감사합니다.',
      '좋은 하루 보내세요.',
      '답변 기다리겠습니다 :)',
      '가능하면 이번 주 안에 알려 주시면 좋겠습니다.',
      '잘 해결해 주실 거라 믿어요.',
    ],
    plain: [
      '확인 부탁드려요.',
      '빠른 답변 바랍니다.',
      '문자로 답 주세요. 근무 중이라 전화 못 받아요.',
      '어떻게 하면 되죠?',
      '연락 주세요.',
    ],
    angry: [
      '오늘 중으로 연락 없으면 소비자원에 신고하겠습니다.',
      '다시는 여기서 안 삽니다.',
      '복붙 답변 말고 제대로 된 답을 주세요.',
      '리뷰에 다 올릴 거예요.',
      '책임자 바꿔 주세요.',
      '기가 차서 말이 안 나오네요.',
    ],
  },
  en: {
    polite: [
      'Thank you for looking into it.',
      'Many thanks in advance.',
      'I trust you will put it right.',
      'Kind regards',
    ],
    plain: ['What now?', 'Please let me know.', 'Text me, I can’t take calls at work.', 'Thanks.'],
    angry: ['I expect an answer today.', 'Never again.', 'Spare me the template.', 'Get me somebody who is in charge.'],
  },
};

/** Parts of what is written within a minute when something that was paid for turns out to be sold out. */
export const surgeParts: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  ko: [
    [
      '헐',
      '방금 문자 받았는데요,',
      '저기요,',
      '아니',
      '잠깐만요.',
      '애가 울고 있어요.',
      '한 시간을 대기했는데',
      '어제 분명히',
      '안녕하세요,',
      '와 진짜',
    ],
    [
      '별똥이 인형 결제까지 끝났는데 품절이라니요?',
      '별똥이 주문이 품절로 일방 취소됐어요.',
      '별똥이 인형 재고 없다고 취소 문자 왔습니다.',
      '새벽 여섯 시부터 기다려서 산 별똥이가 품절 취소래요.',
      '별똥이 두 개 샀는데 둘 다 품절이랍니다.',
      '아이 생일 선물로 산 별똥이 인형이 품절이라고 하네요.',
      '재고 있다고 떠서 결제한 별똥이가 왜 품절이에요?',
    ],
    [
      '결제는 왜 받으신 거예요?',
      '재입고 되기는 하나요?',
      '생일이 이번 주 토요일이에요 ㅠㅠ',
      '없는 물건을 판 거잖아요.',
      '중고로는 벌써 세 배에 올라와 있어요.',
      '환불 말고 물건을 주세요.',
      '맘카페에도 똑같은 사람 엄청 많아요.',
      '보상은 있는 거죠?',
      '언제 들어오는지라도 알려 주세요.',
      '다른 건 필요 없고 별똥이 주세요.',
    ],
  ],
  en: [
    ['Hi,', 'Seriously?', 'I just got your text.', 'My daughter is in tears.', 'Wait,', 'So'],
    [
      'the Byeolttong plush I already paid for is sold out?',
      'you cancelled my Byeolttong because it is out of stock, after you took the money?',
      'it said in stock and an hour later my Byeolttong order is cancelled as sold out?',
      'I queued from six in the morning for a Byeolttong that you do not have in stock?',
    ],
    [
      'Will there be a restock?',
      'The birthday is on Saturday.',
      'Half the parents at school got the same message.',
      'Why was I able to pay?',
      'I want the toy, not the refund.',
    ],
  ],
};

export const declines: Readonly<Record<Language, readonly string[]>> = {
  ko: [
    '쿠폰 필요 없습니다. 다시 안 살 건데 쿠폰이 무슨 소용이에요.',
    '일부 환불로는 납득이 안 돼요. 전액 환불해 주세요.',
    '교환해도 똑같을 것 같아서요. 그냥 환불로 부탁드립니다.',
    '제가 쓴 시간에 비하면 너무 적네요.',
  ],
  en: [
    'A coupon for a shop I don’t want to use again? No, thank you.',
    'Part of it is not enough. It doesn’t work at all, so I want all of it back.',
    'I’d rather not wait for another one.',
  ],
};

export const comebacks: Readonly<Record<Language, readonly string[]>> = {
  ko: [
    '해결됐다고 하셨는데 환불이 아직도 안 들어왔어요.',
    '교환받은 것도 똑같은 증상이에요. 하루 만에요.',
    '다시 보내 준다던 게 아직도 안 왔습니다.',
    '적립금 준다더니 안 들어왔네요. 확인해 주세요.',
  ],
  en: [
    'You said it was solved. The money never came.',
    'The new one has exactly the same fault, after one day.',
    'What was to be sent again has not arrived either.',
  ],
};

export const stillWaiting: Readonly<Record<Language, readonly string[]>> = {
  ko: [
    '혹시 제 건은 어떻게 됐나요?',
    '며칠째 소식이 없어서 다시 남깁니다. 잊으신 건 아니죠?',
    '아직도 확인 중인가요? 벌써 일주일이에요.',
  ],
  en: [
    'Any news?',
    'It has been days. Did you forget me?',
    'Still nothing. Could somebody please tell me where this stands?',
  ],
};
