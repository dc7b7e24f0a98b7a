import type { InvestigationId } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { investigation } from './investigation.decider.js';
import { shippedPolicy } from './ownership-policy.decider.js';
import { complaintNamed, personNamed, present, teamNamed } from './testing/house.js';

const given = specify(investigation);
const at = new Date('2026-03-02T09:00:00Z');
const dueAt = new Date('2026-03-03T09:00:00Z');
const [complaintId, quality] = [complaintNamed('one'), teamNamed('quality')];
const investigationId = '6f8e1c2a-0000-4000-8000-000000000001' as InvestigationId;
const id = { complaintId, investigationId };
const question = 'Is the whole batch like that?';
const asked = event('InvestigationRequested', {
  ...id,
  team: 'quality',
  teamId: quality,
  requestedAt: at,
  dueAt,
  question,
});
const result = { finding: 'confirmed', result: 'It is.' } as const;
const answer = { investigationId, ownerId: personNamed('ada'), ...result };
const answered = event('InvestigationAnswered', { ...id, answeredAt: at, ...result });
const overdue = event('InvestigationOverdue', { ...id, dueAt });
const withdrawn = event('InvestigationWithdrawn', { ...id, withdrawnAt: at });
const ofTeam = { colleague: present('ada', [quality]) };

describe('A question to a team', () => {
  it('is asked once, with the time that the policy gives', () => {
    const command = { ...id, function: 'quality', question } as const;
    given().when('RequestInvestigation', command, at, { policy: shippedPolicy, team: quality }).then(asked);
    given(asked).when('RequestInvestigation', command, at, { policy: shippedPolicy, team: quality }).thenNothing();
  });

  it('is answered by the team that was asked, also late', () => {
    given(asked).when('AnswerInvestigation', answer, at, ofTeam).then(answered);
    given(asked, overdue).when('AnswerInvestigation', answer, at, ofTeam).then(answered);
    given(asked)
      .when('AnswerInvestigation', answer, at, { colleague: present('ada', []) })
      .thenRefused('not-of-the-team');
    given(asked)
      .when('AnswerInvestigation', answer, at, { colleague: undefined, by: { id: 'x', roles: ['lead'] } })
      .then(answered);
    given(asked, answered).when('AnswerInvestigation', answer, at, ofTeam).thenRefused('investigation-answered');
    given().when('AnswerInvestigation', answer, at, ofTeam).thenRefused('no-such-investigation');
  });

  it('is overdue when nobody answered in time, once', () => {
    given(asked).when('CheckInvestigation', { investigationId }, dueAt).then(overdue);
    given(asked).when('CheckInvestigation', { investigationId }, at).thenNothing();
    given(asked, overdue).when('CheckInvestigation', { investigationId }, dueAt).thenNothing();
    given(asked, answered).when('CheckInvestigation', { investigationId }, dueAt).thenNothing();
    given(asked, withdrawn).when('CheckInvestigation', { investigationId }, dueAt).thenNothing();
  });

  it('may be withdrawn as long as it is not answered', () => {
    given(asked).when('WithdrawInvestigation', { investigationId }, at).then(withdrawn);
    given(asked, withdrawn).when('WithdrawInvestigation', { investigationId }, at).thenNothing();
    given(asked, answered).when('WithdrawInvestigation', { investigationId }, at).thenRefused('investigation-answered');
    given(asked, withdrawn).when('AnswerInvestigation', answer, at, ofTeam).thenRefused('investigation-withdrawn');
  });
});
