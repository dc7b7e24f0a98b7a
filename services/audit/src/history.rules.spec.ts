import type { ComplaintId, MessageId } from '@redress/contracts';
import type { EventName, EventTypes, Position, Recorded } from '@redress/eventing';
import { entriesOf, sightOf } from './history.rules.js';

const complaintId = '6f8e1c2a-0000-4000-8000-000000000001' as ComplaintId;
const messageId = '6f8e1c2a-0000-4000-8000-000000000002' as MessageId;
const at = new Date('2026-03-02T09:00:00Z');

const recorded = <T extends EventName>(
  type: T,
  position: string,
  data: EventTypes[T],
  causationId = 'request',
): Recorded =>
  ({
    id: `event-${position}`,
    type,
    data,
    stream: `x.y-${position}`,
    revision: 0n,
    position: position as Position,
    occurredAt: at,
    recordedAt: at,
    by: { id: 'somebody', roles: ['agent'] },
    commandId: 'command',
    key: complaintId,
    correlationId: 'request',
    causationId,
    generations: {},
    historical: false,
  }) as unknown as Recorded;

const terms = { policyVersion: 7, severity: 'normal' as const, promiseMinutes: 60, warnings: [] };
const wrote = recorded('CustomerWrote', '0001', {
  complaintId,
  messageId,
  channel: 'web',
  writtenAt: at,
  text: '안녕하세요',
});
const resumed = recorded(
  'ClockResumed',
  '0002',
  { complaintId, metric: 'resolution', terms, resumedAt: at, dueAt: at, cause: 'waiting-for-customer' },
  'event-0001',
);

describe('A history', () => {
  it('is told in the order of the log, whichever stream was read first', () =>
    expect(entriesOf([resumed, wrote], 'with-personal').map(({ position }) => position)).toEqual(['0001', '0002']));

  it('names the cause, where it is part of the story, and the policy that was used', () => {
    const [first, second] = entriesOf([wrote, resumed], 'with-personal');
    expect(first).not.toHaveProperty('causedBy');
    expect(first).not.toHaveProperty('policyVersion');
    expect(second).toMatchObject({ type: 'sla.ClockResumed', causedBy: 'intake.CustomerWrote', policyVersion: 7 });
  });

  it('leaves out what the reader may not see, and nothing else', () => {
    const [shown] = entriesOf([wrote], 'without-personal');
    expect(shown?.data).toEqual({ complaintId, messageId, channel: 'web', writtenAt: at });
  });

  it('leaves out what was forgotten', () => {
    const forgotten = recorded('CustomerWrote', '0003', {
      complaintId,
      messageId,
      channel: 'web',
      writtenAt: at,
      text: null,
    });
    expect(entriesOf([forgotten], 'with-personal')[0]?.data).not.toHaveProperty('text');
  });

  it.each([
    ['auditor', 'with-personal'],
    ['legal', 'with-personal'],
    ['lead', 'without-personal'],
    ['administrator', 'without-personal'],
  ])('is shown to the role %s %s', (role, sight) => expect(sightOf([role])).toBe(sight));
});
