import type { Told } from './replay-words.rules.js';

/** What an event of a service is called, and what it says of itself where that is more. */
interface Word {
  readonly name: string;
  readonly says?: (told: Told) => string;
}
type Named = Readonly<Record<string, readonly [english: string, korean: string]>>;

const names: Named = {
  'intake.FactsGiven': ['missing facts given', '누락 정보 제공'],
  'intake.LinkIssued': ['link issued to the customer', '고객 전용 링크 발급'],
  'intake.LinksRevoked': ['links revoked', '고객 전용 링크 무효화'],
  'triage.TextDescribed': ['text described', '글의 특징 기록'],
  'triage.OwnerWanted': ['owner looked for', '담당자 배정 요청'],
  'triage.OwnerChosen': ['owner chosen by the team', '팀의 담당자 선정'],
  'triage.OwnerNotNeeded': ['owner not needed any more', '담당자 배정 불필요'],
  'triage.CaseCounted': ['counted in the load', '업무량에 포함'],
  'triage.CaseUncounted': ['no longer counted in the load', '업무량에서 제외'],
  'triage.OwnerAssigned': ['owner assigned', '담당자 지정'],
  'triage.OwnershipConfirmed': ['ownership confirmed', '담당 확인'],
  'triage.OwnershipEnded': ['ownership ended', '담당 종료'],
  'triage.EscalationScheduled': ['escalation scheduled', '상향 보고 예정'],
  'triage.EscalationCalledOff': ['escalation called off', '상향 보고 취소'],
  'triage.InvestigationOverdue': ['investigation overdue', '조사 기한 초과'],
  'triage.InvestigationWithdrawn': ['investigation withdrawn', '조사 철회'],
  'compensation.OptionsDerived': ['options derived from the tariff', '보상안 산출'],
  'compensation.ApprovalGiven': ['approval given', '승인'],
  'compensation.BudgetAsked': ['budget asked', '예산 요청'],
  'compensation.BudgetReserved': ['budget reserved', '예산 확보'],
  'compensation.BudgetExceeded': ['budget exceeded', '예산 초과'],
  'compensation.BudgetReturned': ['budget returned', '예산 반환'],
  'compensation.CompensationDeclined': ['compensation declined', '보상 반려'],
  'compensation.ReversalOrdered': ['reversal ordered', '지급 취소 요청'],
  'notification.NoticeHeld': ['message held for the digest', '묶음 알림 대기'],
  'notification.NoticeReleased': ['message released', '알림 발송 결정'],
  'notification.NoticeWithdrawn': ['message withdrawn', '알림 취소'],
  'notification.NoticeDigested': ['message went in a digest', '묶음 알림으로 발송'],
  'notification.NoticeResent': ['message sent once more', '알림 재발송'],
  'notification.NoticeRead': ['message read', '알림 읽음'],
};

type Saying = readonly [english: string, korean: string, says: (told: Told) => string];

const promise = ({ metric }: Told): string => String(metric);
const money = ({ amount }: Told): string => {
  const { amountMinor, currency } = (amount ?? {}) as { readonly amountMinor?: number; readonly currency?: string };
  return amountMinor === undefined ? '' : ` ${amountMinor} ${currency ?? ''}`;
};

/** What follows the name, in words of the glossary, which are those of the API in either language. */
const sayings: Readonly<Record<string, Saying>> = {
  'sla.ClockRederived': [
    'clock derived again',
    '시계 재산정',
    (told) => `${promise(told)}, ${String((told['terms'] as Told)['severity'])}, ${String(told['dueAt']).slice(0, 16)}`,
  ],
  'sla.TargetMetByEscalation': ['target met by escalation', '상향 보고로 목표 달성', promise],
  'triage.ComplaintTriaged': [
    'complaint triaged',
    '분류',
    ({ type, severity, team }) => `${String(type)}, ${String(severity)}, ${String(team)}`,
  ],
  'triage.TriageCorrected': [
    'triage corrected',
    '분류 정정',
    ({ type, severity, team }) => `${String(type)}, ${String(severity)}, ${String(team)}`,
  ],
  'triage.OwnerNotFound': ['no owner found', '담당자 없음', ({ reason }) => String(reason)],
  'triage.CaseEscalated': ['escalated', '상향 보고', ({ reason, level }) => `${String(reason)}, ${String(level)}`],
  'triage.InvestigationRequested': ['investigation requested', '조사 요청', ({ team }) => String(team)],
  'triage.InvestigationAnswered': ['investigation answered', '조사 답변', ({ finding }) => String(finding)],
  'compensation.CompensationProposed': [
    'compensation proposed',
    '보상 제안',
    (told) => `${String(told['kind'])}${money(told)}`,
  ],
  'compensation.ApprovalRequested': ['approval requested', '승인 요청', ({ roles }) => String(roles)],
  'compensation.CompensationApproved': [
    'compensation approved',
    '보상 승인',
    ({ isAutomatic }) => (isAutomatic === true ? 'automatic' : 'by-hand'),
  ],
  'compensation.PayoutOrdered': ['pay-out ordered', '지급 요청', (told) => `${String(told['kind'])}${money(told)}`],
  'compensation.CompensationPaid': [
    'compensation paid',
    '보상 지급',
    (told) => `${String(told['kind'])}${money(told)}`,
  ],
  'compensation.PayoutFailed': ['pay-out failed', '지급 실패', ({ refusal }) => String(refusal)],
  'compensation.CompensationReversed': ['compensation reversed', '보상 취소', (told) => money(told).trim()],
  'notification.NoticeRequested': ['message asked for', '알림 예정', ({ kind }) => String(kind)],
  'notification.NoticeSent': [
    'message sent',
    '알림 발송',
    ({ kind, carrier }) => `${String(kind)}, ${String(carrier)}`,
  ],
  'notification.NoticeFailed': ['message failed', '알림 실패', ({ failure }) => String(failure)],
};

const wordsIn = (language: 0 | 1): Readonly<Record<string, Word>> => ({
  ...Object.fromEntries(Object.entries(names).map(([type, words]) => [type, { name: words[language] }])),
  ...Object.fromEntries(
    Object.entries(sayings).map(([type, saying]): [string, Word] => {
      const name = saying[language];
      return [type, { name, says: (told) => `${name}: ${saying[2](told)}` }];
    }),
  ),
});

export const englishOfServices = wordsIn(0);
export const koreanOfServices = wordsIn(1);
