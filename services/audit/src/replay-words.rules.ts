import { englishOfServices, koreanOfServices } from './replay-service-words.rules.js';

/** What an event says, in JSON: instants are ISO 8601. */
export type Told = Readonly<Record<string, unknown>>;

interface Word {
  /** What it is called where it is the cause of something else. */
  readonly name: string;
  /** What it says of itself, where that is more than its name. */
  readonly says?: (told: Told) => string;
}

/** The words of one language for a terminal. An event without words of its own is called by its type. */
export interface Words {
  readonly title: (caseNumber: string, complaintId: string) => string;
  readonly asKnownAt: (instant: string) => string;
  readonly nothingKnown: string;
  readonly policy: (version: number) => string;
  readonly because: (cause: string) => string;
  readonly recordedAt: (instant: string) => string;
  readonly imported: (instant: string) => string;
  /** Of a verdict that was given some time after the deadline it is about. */
  readonly givenLate: (minutes: number) => string;
  readonly anonymous: string;
  readonly channel: string;
  readonly idsInFull: string;
  readonly events: Readonly<Record<string, Word>>;
}

/** `2026-03-02 09:00:00`, in UTC. */
export const clockTime = (instant: unknown): string => String(instant).slice(0, 19).replace('T', ' ');

const minutesOf = ({ terms }: Told): number => Number((terms as Told | undefined)?.['promiseMinutes'] ?? 0);
const inUnits = (minutes: number, [day, hour, minute]: readonly [string, string, string]): string => {
  if (minutes % 1440 === 0) return `${minutes / 1440}${day}`;
  return minutes % 60 === 0 ? `${minutes / 60}${hour}` : `${minutes}${minute}`;
};

/** Days from two days on, hours from two hours on: nobody needs it more exactly. */
const roughly = (minutes: number, units: Parameters<typeof inUnits>[1]): string => {
  const unit = [1440, 60].find((each) => minutes >= 2 * each) ?? 1;
  return inUnits(Math.floor(minutes / unit) * unit, units);
};

const promiseEn = ({ metric }: Told): string => (metric === 'resolution' ? 'resolution' : 'first response');
const byHandEn = ({ cause }: Told): string => (cause === 'by-hand' ? 'by hand' : 'waiting for the customer');

const withdrawnEn: Readonly<Record<string, string>> = {
  'met-in-time': 'it was met in time',
  'paused-in-time': 'the clock had been paused in time',
  'terms-changed': 'something else was promised',
};

export const english: Words = {
  title: (caseNumber, complaintId) => `Complaint ${caseNumber} (${complaintId}), times in UTC`,
  asKnownAt: (instant) => `As it was known at ${instant}`,
  nothingKnown: 'Nothing was known of it yet.',
  policy: (version) => `policy ${version}`,
  because: (cause) => `because: ${cause}`,
  recordedAt: (instant) => `recorded ${instant}`,
  imported: (instant) => `imported ${instant}`,
  givenLate: (minutes) => `${roughly(minutes, [' d', ' h', ' min'])} late`,
  anonymous: 'customer',
  channel: 'channel',
  idsInFull: 'In full:',
  events: {
    'intake.ComplaintReceived': {
      name: 'complaint received',
      says: ({ channel, receivedAt }) =>
        `complaint received by ${String(channel)}, reached us ${clockTime(receivedAt)}`,
    },
    'intake.CustomerWrote': { name: 'customer wrote' },
    'intake.AgentReplied': {
      name: 'reply to the customer',
      says: ({ asksCustomer }) => `replied to the customer${asksCustomer === true ? ' and asked for something' : ''}`,
    },
    'intake.NoteAdded': { name: 'note added' },
    'intake.SolutionProposed': {
      name: 'solution proposed',
      says: ({ remedy }) => `proposed a solution: ${String(remedy)}`,
    },
    'intake.SolutionAccepted': { name: 'solution accepted' },
    'intake.SolutionDeclined': { name: 'solution declined' },
    'intake.ComplaintResolved': { name: 'complaint resolved', says: ({ remedy }) => `resolved: ${String(remedy)}` },
    'intake.ResolutionConfirmed': { name: 'resolution confirmed by the customer' },
    'intake.ComplaintReopened': { name: 'complaint reopened' },
    'intake.ComplaintClosed': { name: 'complaint closed' },
    'sla.ClockStarted': {
      name: 'clock started',
      says: (told) =>
        `${promiseEn(told)} promised within ${inUnits(minutesOf(told), [' d', ' h', ' min'])}, due ${clockTime(told['dueAt'])}`,
    },
    'sla.ClockPaused': { name: 'clock paused', says: (told) => `${promiseEn(told)} paused, ${byHandEn(told)}` },
    'sla.ClockResumed': {
      name: 'clock resumed',
      says: (told) => `${promiseEn(told)} counts again, due ${clockTime(told['dueAt'])}`,
    },
    'sla.ClockReopened': {
      name: 'clock reopened',
      says: (told) => `${promiseEn(told)} counts on, due ${clockTime(told['dueAt'])}`,
    },
    'sla.DeadlineNeared': {
      name: 'deadline near',
      says: (told) =>
        `${String(told['percent'])} % of the time for the ${promiseEn(told)} used, due ${clockTime(told['dueAt'])}`,
    },
    'sla.TargetMet': { name: 'target met', says: (told) => `${promiseEn(told)} in time` },
    'sla.TargetMissed': {
      name: 'target missed',
      says: (told) => `${promiseEn(told)} MISSED, was due ${clockTime(told['dueAt'])}`,
    },
    'sla.TargetReachedLate': {
      name: 'target reached late',
      says: (told) => `${promiseEn(told)} late, was due ${clockTime(told['dueAt'])}`,
    },
    'sla.VerdictWithdrawn': {
      name: 'verdict withdrawn',
      says: (told) => `verdict on the ${promiseEn(told)} withdrawn: ${withdrawnEn[String(told['ground'])] ?? ''}`,
    },
    ...englishOfServices,
    'access.CaseRead': { name: 'case read', says: ({ service }) => `read the case in ${String(service)}` },
  },
};

const promiseKo = ({ metric }: Told): string => (metric === 'resolution' ? '해결' : '첫 응답');
const byHandKo = ({ cause }: Told): string => (cause === 'by-hand' ? '수동' : '고객 답변 대기');

const withdrawnKo: Readonly<Record<string, string>> = {
  'met-in-time': '기한 내에 달성됨',
  'paused-in-time': '기한 전에 멈춰 있었음',
  'terms-changed': '약속 조건이 바뀜',
};

export const korean: Words = {
  title: (caseNumber, complaintId) => `불만 ${caseNumber} (${complaintId}), 시각은 UTC`,
  asKnownAt: (instant) => `${instant} 당시 알려진 내용`,
  nothingKnown: '그때는 알려진 것이 없습니다.',
  policy: (version) => `정책 ${version}`,
  because: (cause) => `원인: ${cause}`,
  recordedAt: (instant) => `기록 ${instant}`,
  imported: (instant) => `이관 ${instant}`,
  givenLate: (minutes) => `${roughly(minutes, ['일', '시간', '분'])} 늦게 판정`,
  anonymous: '고객',
  channel: '채널',
  idsInFull: '전체 식별자:',
  events: {
    'intake.ComplaintReceived': {
      name: '불만 접수',
      says: ({ channel, receivedAt }) => `불만 접수 (${String(channel)}), 도착 ${clockTime(receivedAt)}`,
    },
    'intake.CustomerWrote': { name: '고객 메시지' },
    'intake.AgentReplied': {
      name: '고객에게 답변',
      says: ({ asksCustomer }) => (asksCustomer === true ? '고객에게 답변, 회신 요청' : '고객에게 답변'),
    },
    'intake.NoteAdded': { name: '내부 메모' },
    'intake.SolutionProposed': { name: '해결책 제안', says: ({ remedy }) => `해결책 제안: ${String(remedy)}` },
    'intake.SolutionAccepted': { name: '해결책 수락' },
    'intake.SolutionDeclined': { name: '해결책 거절' },
    'intake.ComplaintResolved': { name: '불만 해결', says: ({ remedy }) => `불만 해결: ${String(remedy)}` },
    'intake.ResolutionConfirmed': { name: '고객의 해결 확인' },
    'intake.ComplaintReopened': { name: '불만 재개' },
    'intake.ComplaintClosed': { name: '불만 종결' },
    'sla.ClockStarted': {
      name: '시계 시작',
      says: (told) =>
        `${promiseKo(told)} 약속 ${inUnits(minutesOf(told), ['일', '시간', '분'])}, 기한 ${clockTime(told['dueAt'])}`,
    },
    'sla.ClockPaused': { name: '시계 멈춤', says: (told) => `${promiseKo(told)} 시계 멈춤, ${byHandKo(told)}` },
    'sla.ClockResumed': {
      name: '시계 다시 시작',
      says: (told) => `${promiseKo(told)} 시계 다시 시작, 기한 ${clockTime(told['dueAt'])}`,
    },
    'sla.ClockReopened': {
      name: '시계 재개',
      says: (told) => `${promiseKo(told)} 시계 재개, 기한 ${clockTime(told['dueAt'])}`,
    },
    'sla.DeadlineNeared': {
      name: '기한 임박',
      says: (told) => `${promiseKo(told)} 시간 ${String(told['percent'])} % 사용, 기한 ${clockTime(told['dueAt'])}`,
    },
    'sla.TargetMet': { name: '목표 달성', says: (told) => `${promiseKo(told)} 기한 내` },
    'sla.TargetMissed': {
      name: '목표 위반',
      says: (told) => `${promiseKo(told)} 기한 위반, 기한 ${clockTime(told['dueAt'])}`,
    },
    'sla.TargetReachedLate': {
      name: '늦은 달성',
      says: (told) => `${promiseKo(told)} 늦음, 기한 ${clockTime(told['dueAt'])}`,
    },
    'sla.VerdictWithdrawn': {
      name: '위반 판정 철회',
      says: (told) => `${promiseKo(told)} 위반 판정 철회: ${withdrawnKo[String(told['ground'])] ?? ''}`,
    },
    ...koreanOfServices,
    'access.CaseRead': { name: '열람', says: ({ service }) => `사건 열람 (${String(service)})` },
  },
};
