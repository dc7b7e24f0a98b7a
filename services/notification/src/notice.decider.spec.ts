import type { ComplaintId, CustomerKey, NoticeId, PersonId } from '@redress/contracts';
import { derivedId, event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { shippedContactPolicy } from './contact-policy.decider.js';
import { contactPolicy } from './contact-policy.decider.js';
import { notice, noticeIdOf } from './notice.decider.js';
import { preferences } from './preferences.decider.js';

const given = specify(notice);
const complaintId = derivedId('complaint') as ComplaintId;
const personId = derivedId('person') as PersonId;
const customerKey = derivedId('customer') as CustomerKey;
const noticeId = noticeIdOf('cause', 'progress');
const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, hour));
const known = { policy: shippedContactPolicy, preference: null };
const request = { complaintId, noticeId, kind: 'progress', templateVersion: 1, matter: {} } as const;
const requested = event('NoticeRequested', { ...request, policyVersion: 1, requestedAt: at(1), sendAt: at(1) });
const letter = { kind: 'progress', templateVersion: 1, covers: [], locale: 'ko', subject: 's', body: 'b' } as const;
const delivery = { complaintId, noticeId, carrier: 'mail', ...letter } as const;
const sent = event('NoticeSent', { ...delivery, sentAt: at(2) });
const failedBy = (failure: 'refused' | 'bounced') =>
  event('NoticeFailed', { complaintId, noticeId, carrier: 'mail', failure, failedAt: at(2) });
const resent = event('NoticeResent', { complaintId, noticeId, time: 1, resentAt: at(3) });

describe('A message', () => {
  it('is asked for once, whatever is delivered again', () => {
    given().when('RequestNotice', request, at(1), known).then(requested);
    given(requested).when('RequestNotice', request, at(5), known).thenNothing();
    expect(noticeIdOf('cause', 'progress')).toBe(noticeId);
    expect(noticeIdOf('cause', 'progress', personId)).not.toBe(noticeId);
  });

  it('waits until the customer is awake by their own clock; colleagues are told at once', () => {
    given()
      .when('RequestNotice', request, at(13), known)
      .then(event('NoticeRequested', { ...request, policyVersion: 1, requestedAt: at(13), sendAt: at(23) }));
    const preference = { customerKey, carrier: null, locale: null, timeZone: 'UTC' };
    given()
      .when('RequestNotice', { ...request, customerKey }, at(13), { ...known, preference })
      .then(
        event('NoticeRequested', { ...request, customerKey, policyVersion: 1, requestedAt: at(13), sendAt: at(13) }),
      );
    given()
      .when('RequestNotice', { ...request, personId }, at(13), known)
      .then(event('NoticeRequested', { ...request, personId, policyVersion: 1, requestedAt: at(13), sendAt: at(13) }));
  });

  it('goes no sooner than it was asked for', () =>
    given()
      .when('RequestNotice', { ...request, notBefore: at(5) }, at(1), known)
      .then(event('NoticeRequested', { ...request, policyVersion: 1, requestedAt: at(1), sendAt: at(5) })));

  it('has one outcome for each time it goes', () => {
    given(requested)
      .when('NoteDelivery', { ...delivery, time: 0 }, at(2), known)
      .then(sent);
    given(requested, sent)
      .when('NoteDelivery', { ...delivery, time: 0 }, at(2), known)
      .thenNothing();
    const failure = { complaintId, noticeId, carrier: 'mail', failure: 'refused' } as const;
    given(requested)
      .when('NoteFailure', { ...failure, time: 0 }, at(2), known)
      .then(failedBy('refused'));
    given(requested, sent)
      .when('NoteFailure', { ...failure, time: 0 }, at(2), known)
      .thenNothing();
    given(requested, sent, resent)
      .when('NoteDelivery', { ...delivery, time: 1 }, at(2), known)
      .then(sent);
    given(requested, sent, resent, sent)
      .when('NoteDelivery', { ...delivery, time: 1 }, at(2), known)
      .thenNothing();
  });

  it('is sent once more only when it is not on its way', () => {
    given(requested).when('ResendNotice', { noticeId }, at(3), known).thenRefused('notice-pending');
    given(requested, sent).when('ResendNotice', { noticeId }, at(3), known).then(resent);
    given(requested, failedBy('refused')).when('ResendNotice', { noticeId }, at(3), known).then(resent);
    given(requested, sent, resent).when('ResendNotice', { noticeId }, at(3), known).thenRefused('notice-pending');
    given().when('ResendNotice', { noticeId }, at(3), known).thenRefused('notice-unknown');
  });

  it('comes back only where it went by mail, and only once', () => {
    given(requested, sent).when('NoteBounce', { noticeId }, at(2), known).then(failedBy('bounced'));
    given(requested, sent, failedBy('bounced')).when('NoteBounce', { noticeId }, at(2), known).thenNothing();
    given(requested, sent, failedBy('bounced')).when('ResendNotice', { noticeId }, at(3), known).then(resent);
    given(requested).when('NoteBounce', { noticeId }, at(2), known).thenRefused('notice-not-mailed');
    given().when('NoteBounce', { noticeId }, at(2), known).thenRefused('notice-unknown');
  });

  it('is read by whom it is for', () => {
    const own = event('NoticeSent', { ...delivery, personId, carrier: 'in-app', sentAt: at(2) });
    const read = event('NoticeRead', { complaintId, noticeId, readAt: at(4) });
    given(own).when('ReadNotice', { noticeId, readerId: personId }, at(4), known).then(read);
    given(own, read).when('ReadNotice', { noticeId, readerId: personId }, at(4), known).thenNothing();
    given(own).when('ReadNotice', { noticeId, readerId: 'another' }, at(4), known).thenRefused('notice-of-another');
    given().when('ReadNotice', { noticeId, readerId: personId }, at(4), known).thenRefused('notice-unknown');
  });

  it('that went with a digest is over', () => {
    const digestId = derivedId('digest') as NoticeId;
    const digested = event('NoticeDigested', { complaintId, noticeId, digestId, digestedAt: at(4) });
    given(requested).when('NoteDigest', digested.data, at(4), known).then(digested);
    given(requested, digested).when('NoteDigest', digested.data, at(4), known).thenNothing();
  });
});

describe('How customers are written to', () => {
  const { version: _, ...terms } = shippedContactPolicy;
  it('is published as the next version', () => {
    specify(contactPolicy)().when('PublishContactPolicy', terms, at(1)).thenNothing();
    specify(contactPolicy)()
      .when('PublishContactPolicy', { ...terms, mostPerDay: 2 }, at(1))
      .then(event('ContactPolicyPublished', { policyId: 'current', version: 2, ...terms, mostPerDay: 2 }));
    specify(contactPolicy)()
      .when('PublishContactPolicy', { ...terms, timeZone: 'Nowhere' }, at(1))
      .thenRefused('zone-unknown');
  });

  it('is what each of them wishes, as a whole', () => {
    const changed = event('PreferenceChanged', { customerKey, carrier: 'webhook', locale: 'en' });
    const wish = specify(preferences);
    wish().when('ChangePreference', { customerKey, carrier: 'webhook', locale: 'en' }, at(1)).then(changed);
    wish(changed).when('ChangePreference', { customerKey, locale: 'en', carrier: 'webhook' }, at(1)).thenNothing();
    wish(changed).when('ChangePreference', { customerKey }, at(1)).then(event('PreferenceChanged', { customerKey }));
    wish().when('ChangePreference', { customerKey, timeZone: 'Nowhere' }, at(1)).thenRefused('zone-unknown');
  });
});
