import { terms } from './shipped-words.rules.js';

/**
 * Beside the words of all rules: plain words of trade that say what a text speaks of, without saying what is wrong.
 * Nobody can be recognised by them.
 */
export const vocabulary: readonly string[] = terms(
  `가격, 결제, 고객센터, 교환, 매장, 무료, 반품, 배송, 보상, 사과, 사이즈, 사진, 상담, 색상, 선물, 설명, 수리, 앱, 예약, 옷, 옵션, 의류, 이벤트,
   전자제품, 제품, 주문, 주소, 직원, 취소, 카드, 쿠폰, 택배, 포장, 품질, 할인, 행사, 확인, 환불, 회원, 후기, 화장품, 식품, 가구, 장난감,
   account, address, app, apology, appliance, bag, box, brand, clothes, colour, color, compensation, cosmetics, customer, date, delivery,
   discount, email, exchange, food, furniture, gift, item, manager, member, order, package, packaging, parcel, payment, phone, photo, price,
   product, quality, receipt, refund, repair, replacement, return, review, seller, service, shoes, shop, size, staff, store, toy, voucher,
   warranty, website`,
).map(({ term }) => term);
