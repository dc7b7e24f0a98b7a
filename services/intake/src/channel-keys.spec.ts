import { createHash } from 'node:crypto';
import type { ChannelKeyId } from '@redress/contracts';
import { type Decider, derivedId, event, houseActor, send } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

/** Stands for the service that issues keys: what it says is all that is known of it here. */
const channelKey: Decider<
  { Issue: { secretSha256: string }; Revoke: object },
  'ChannelKeyIssued' | 'ChannelKeyRevoked',
  null
> = {
  category: 'directory.channel-key',
  initial: null,
  decide: {
    Issue: ({ secretSha256 }) => [
      event('ChannelKeyIssued', {
        keyId,
        channel: 'mail',
        label: 'Mail gateway',
        secretSha256,
        requestsPerMinute: 1000,
      }),
    ],
    Revoke: () => [event('ChannelKeyRevoked', { keyId })],
  },
  evolve: { ChannelKeyIssued: (state) => state, ChannelKeyRevoked: (state) => state },
};

const address = '/api/intake/complaints';
const keyId = derivedId('key') as ChannelKeyId;
const secret = 'a-secret-of-thirty-two-characters';
let platform: Platform;

const told = async (sending: ReturnType<typeof send>): Promise<void> => {
  const id = derivedId('test', sending.command);
  const cause = { commandId: id, correlationId: id, causationId: id, at: platform.now(), historical: false };
  await platform.application.runtime.commands.dispatch(sending, { ...cause, by: houseActor('test') });
  await platform.settled();
};
const bearing = (key: string) => platform.with({ authorization: `Channel-Key ${key}` });

beforeAll(async () => {
  platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
  const secretSha256 = createHash('sha256').update(secret).digest('hex');
  await told(send(channelKey, keyId, 'Issue', { secretSha256 }));
});
afterAll(() => platform.stop());

const trusted = {
  channel: 'mail',
  text: 'It leaks.',
  externalRef: '<message-1@shop.example>',
  customer: { id: 'kim', tier: 'vip' },
  order: {
    number: 'A-1',
    valueMinor: 9_007_199_254_740_991,
    currency: 'KRW',
    sellerId: 's',
    promisedAt: '2026-02-01T00:00:00Z',
  },
  receivedAt: '2026-03-02T08:59:00Z',
};

describe('A channel’s key', () => {
  it('lets a shop system state what it knows', async () => {
    const { status, body } = await bearing(`${keyId}.${secret}`).post(address, trusted);
    expect([status, body.missing]).toEqual([201, ['product-code']]);
    await platform.settled();
    const shown = (await platform.as('agent').get(`${address}/${body.complaintId}`)).body;
    expect(shown).toMatchObject({
      receivedAt: '2026-03-02T08:59:00.000Z',
      historical: false,
      externalRef: trusted.externalRef,
    });
    expect(shown.order).toEqual({ ...trusted.order, promisedAt: '2026-02-01T00:00:00.000Z' });
    expect(shown.messages[0].by).toBe(`channel:${keyId}`);
  });

  it('is good for its own channel only', async () => {
    const mail = bearing(`${keyId}.${secret}`);
    expect((await mail.post(address, { ...trusted, channel: 'chat' })).status).toBe(403);
    const { body } = await mail.post(address, trusted);
    const messages = `${address}/${body.complaintId}/messages`;
    expect((await mail.post(messages, { channel: 'chat', text: 'Hello?' })).status).toBe(403);
    expect((await mail.post(messages, { channel: 'mail', text: 'Hello?' })).status).toBe(201);
    expect((await mail.get(`${address}/${body.complaintId}`)).status).toBe(403);
  });

  it('does not take what never was one', async () => {
    const wrong = [`${keyId}.another-secret-altogether`, `unknown.${secret}`, `${derivedId('other')}.${secret}`];
    for (const key of wrong) expect((await bearing(key).post(address, trusted)).status).toBe(401);
  });

  it('does not hold once it was revoked', async () => {
    await told(send(channelKey, keyId, 'Revoke', {}));
    expect((await bearing(`${keyId}.${secret}`).post(address, trusted)).status).toBe(401);
  });
});
