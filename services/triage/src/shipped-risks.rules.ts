import type { TriageRule } from '@redress/contracts';
import { shipped } from './shipped-words.rules.js';

const risk = { severity: 'high-risk', urgency: 'at-once' } as const;

/** What must not wait: health, fire, the law, other people's data. */
export const shippedRisks: readonly TriageRule[] = [
  shipped(
    'risk.allergy',
    'Allergy or skin reaction / 알레르기·피부 이상',
    `알레르기, 알러지, 두드러기, 발진, 피부염, 호흡곤란, 호흡 곤란, 따갑*, 얼굴이 부었*, 피부가 뒤집*, 접촉성 피부염,
     allergy, allergic, rash, hives, anaphylaxis, anaphylactic, skin reaction, skin irritation, blisters, broke out in,
     부어오르*, 부어올*, 진물, 벌겋게, 가려워*, 가려움, 붉어*, 피부과, 숨쉬기, 숨이 안*, 물집, 아나필락시스, 트러블이*, 화농, puffy, swelling up, swelled up, itchy, itching, could hardly breathe, hard to breathe, couldn't breathe, dermatologist, skin burned, burning skin, eczema, bad reaction to,
     두피가, 얼굴이 뒤집*, 피부가 벗겨*, 눈이 부*, 입술이 부*, 기침이, 알러지반응, scalp swell, swell up, swelled, swollen face, swollen eyes, swollen lips, peeling skin, ended up in a e, a e, in the er, to the er, to hospital`,
    { ...risk, type: 'quality', team: 'quality' },
    '알레르기 비염약, 알레르기 방지, 알러지 방지, hypoallergenic',
  ),
  shipped(
    'risk.poisoning',
    'Food poisoning or illness / 식중독·복통',
    `식중독, 배탈, 복통, 구토, 설사, 토했*, 장염, 응급실, 구급차,
     food poisoning, food poisoned, poisoned, vomit, vomited, diarrhea, diarrhoea, stomach ache, threw up, got sick,
     made me sick, fell ill, hospital, emergency room, ambulance, salmonella`,
    { ...risk, type: 'quality', team: 'quality' },
  ),
  shipped(
    'risk.foreign-matter',
    'Foreign matter in food or goods / 이물질',
    `이물질, 이물, 벌레, 곰벌레, 구더기, 바퀴벌레, 머리카락, 유리조각, 유리 조각, 플라스틱 조각, 쇳조각, 금속 조각, 날파리, 철사,
     piece of glass, glass in, piece of metal, piece of plastic, shard, insect, cockroach, maggot, bug in, hair in, worm in,
     foreign object, foreign matter, 조각이, 쇠조각, 쇠수세미, 조각 같은 게, 씹혔*, 곰팡이 핀 음식, 바늘, 못이 나*, 나사가 나*, 실이 나*, 털이 나*, 비닐이 나*, 고무가, 파리가, bit on something, something metallic, metallic, something hard, plastic in my, metal in my, a screw in, a nail in, a needle, a fly in, flies in, larvae, worms, mouse, rodent, contaminated`,
    { ...risk, type: 'quality', team: 'quality' },
    '벌레 퇴치, 벌레 물린, 머리카락 색, insect repellent, insect killer',
  ),
  shipped(
    'risk.fire',
    'Fire, smoke or explosion / 화재·폭발',
    `화재, 불이 났*, 불이 나*, 불났*, 불 날, 불날, 불이 붙*, 불붙*, 발화, 폭발, 터졌*, 터질, 연기가, 연기 나*, 타는 냄새, 탄 냄새,
     그을*, 녹아내*, 스파크, 불꽃이 튀*, 합선, 소방차,
     caught fire, catch fire, on fire, went up in flames, flames, exploded, explode, explosion, blew up, smoke, smoking,
     burning smell, burnt smell, sparks, sparking, melted, overheating,
     펑 소리, 펑하*, 불길, 화염, 불탔*, 타버*, 타버렸*, 연기*, 누전, 과열, 뜨거워져*, 뜨거워서 만*, burst into flames, hissing, caught on fire, started a fire, house fire, burned down, burnt down, charred, scorched, short circuit, smelled burning, overheated, too hot to touch`,
    { ...risk, type: 'quality', team: 'quality' },
    '불꽃놀이, 폭발적, no smoke, smoke free, chocolate melted, ice cream melted, explosion of',
  ),
  shipped(
    'risk.battery',
    'Swelling battery / 배터리 부풂',
    `배터리가 부풀*, 배터리 부풀*, 부풀어*, 배터리가 부었*, 배터리 팽창, 배부름 현상, 스웰링,
     battery is swollen, swollen battery, battery swelled, battery is swelling, bulging, battery swell, swollen`,
    { ...risk, type: 'quality', team: 'quality' },
  ),
  shipped(
    'risk.injury',
    'Injury or electric shock / 부상·감전',
    `화상을, 화상 입*, 화상입*, 감전, 다쳤*, 다칠 뻔, 부상, 베였*, 베었*, 찔렸*, 찔린, 골절, 피가 났*, 피가 많이, 피가 나*, 상처가 났*, 질식,
     병원에, 병원 다녀*, 병원 치료, 실명,
     injury, injured, electric shock, electrocuted, got burned, got burnt, burned my, burnt my, cut my, cut his, cut her, choke, choking,
     bleeding, stitches in my, broken bone, hurt myself, hurt my, concussion, scalded, see a doctor,
     멍이 들*, 꿰맸*, 이가 부러*, 이 나갔*, 뼈가, 넘어져*, 깔려*, 떨어져서 다*, 끼여서*, 끼었*, 골절*, 응급, 실려 갔*, 치료비, 흉터, 출혈, broke his, broke her, broke my, broken   broken arm, broken leg, chipped a    stitches, bruise, bruised, fell down, hurt, fracture, sprained, unconscious, trapped`,
    { ...risk, type: 'quality', team: 'quality' },
    '병원에 선물, 배송 병원',
  ),
  shipped(
    'risk.law',
    'Legal steps announced / 법적 조치',
    `고소하*, 고소할*, 고발하*, 소송하*, 소송 걸*, 소송을, 소송 준비, 소송 제기, 법적 대응, 법적 조치, 법적으로 대응, 법적대응,
     내용증명, 변호사 통해*, 변호사 선임*, 변호사와, 변호사를, 손해배상, 경찰에 신고*, 경찰 신고*, 형사 고*,
     lawyer, attorney, solicitor, lawsuit, sue you, suing, legal action, small claims, take you to court, see you in court, court order, press charges, police report,
     지급명령, 형사고소, 고소장, 법원, 법대로, 집단소송, 소액재판, 법률, 변호사, legal advice, legal proceedings, criminal charges, the police, go to the police, class action, my solicitor,
     소액심판, 소장을, 법정, 경찰 불*, 경찰을 불*, 경찰서, to court, in small claims, called the police, file a case, filing a case, legal letter, letter before action`,
    { ...risk, team: 'legal' },
    '소송 드라마, 변호사도 아닌데, lawsuit board game, lawyer costume',
  ),
  shipped(
    'risk.authority',
    'Authority or press announced / 소비자원·언론 제보',
    `소비자원, 소비자보호원, 소비자 보호원, 소보원, 공정위, 공정거래위원회, 식약처, 국민신문고, 금감원, 방통위, 언론에 제보*, 방송국에 제보*, 뉴스에 제보*,
     consumer agency, consumer protection, trading standards, better business bureau, bbb, ombudsman, attorney general,
     fda, regulator, report you to, contact the press, go to the media,
     구청에 민원, 시청에 민원, 민원 넣*, 1372, 한국소비자원, 소비자단체, 언론사, 기자에게, 제보하*, 신고하겠*, 신고할*, 신고 하겠*, local paper, newspaper, journalist, the press, tv station, complaint to the authorities, the authorities, environmental health, food standards, watchdog`,
    { ...risk, team: 'legal' },
  ),
  shipped(
    'risk.data',
    'Personal data seen or stolen / 개인정보 유출',
    `개인정보 유출*, 개인정보가, 개인 정보가, 정보 유출, 정보가 유출*, 도용, 해킹, 모르는 결제, 남의 주문, 다른 사람 주문, 타인의 주문,
     data breach, data leak, hacked, identity theft, card details were stolen, stolen card, card was stolen, never made,
     someone else's account, another customer's name, another customer's, other customers data, fraudulent, unauthorised, unauthorized,
     해킹당*, 제 계정으로, 계정이 도용, 명의도용, 명의 도용, 개인정보를, 주민번호, 피싱, 보이스피싱, 내 정보가, 제 정보가, used my account, account was hacked, my data, personal data, privacy, gdpr, phishing, scam text, leaked, someone accessed, someone else used, without my permission, my password was,
     제가 안 쓴, 쓰지 않은, 결제한 적이 없*, 주문한 적이 없*, 카드 정보를, 카드정보, 카드 정보가, 빼간, 빼갔*, 누가 제 카드, did not make, didn't make, i never made, not my purchase, my card details, got my card, used my card, without my knowledge, i never ordered this, details leaked`,
    { ...risk, team: 'legal' },
  ),
];

/** What weighs more although it endangers nobody. */
export const shippedWeights: readonly TriageRule[] = [
  shipped('weight.vip', 'Customer of the tier VIP / VIP 고객', '', { tiers: ['vip'], severity: 'important' }),
  shipped('weight.value', 'Order of 500,000 KRW or more / 주문 금액 50만 원 이상', '', {
    orderValueFromMinor: 500_000,
    orderCurrency: 'KRW',
    severity: 'important',
  }),
  shipped('weight.repeats', 'Third complaint of a customer within 90 days / 90일 안 세 번째 민원', '', {
    repeatsFrom: 2,
    severity: 'important',
    urgency: 'soon',
  }),
];
