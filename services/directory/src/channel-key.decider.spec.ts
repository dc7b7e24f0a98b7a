import type { ChannelKeyId } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { channelKey, newKeyId } from './channel-key.decider.js';

const given = specify(channelKey);
const at = new Date('2026-03-02T09:00:00Z');
const keyId: ChannelKeyId = newKeyId('request 1');
const key = { keyId, channel: 'web', label: 'Shop', secretSha256: 'ab'.repeat(32), requestsPerMinute: 60 } as const;
const issued = event('ChannelKeyIssued', key);
const revoked = event('ChannelKeyRevoked', { keyId });

describe('A key of a channel', () => {
  it('is issued once', () => {
    given().when('IssueKey', key, at).then(issued);
    given(issued).when('IssueKey', key, at).thenNothing();
  });

  it('is revoked for good', () => {
    given(issued).when('RevokeKey', { keyId }, at).then(revoked);
    given(issued, revoked).when('RevokeKey', { keyId }, at).thenNothing();
    given(issued, revoked).when('IssueKey', key, at).thenNothing();
  });

  it('cannot be revoked before there is one', () =>
    given().when('RevokeKey', { keyId }, at).thenRefused('key-unknown'));
});
