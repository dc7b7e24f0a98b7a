import { beginning, limits } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

const address = '/api/intake/complaints';
const textBytes = 65_536;

/** As many bytes as a text may have, of letters that take three bytes each and one that fills it up. */
const largest = (last: string): string => {
  const letters = '택배가아직오지않았어요'.repeat(Math.ceil(textBytes / 33)).slice(0, Math.floor(textBytes / 3) - 1);
  return letters + last.padStart(textBytes - Buffer.byteLength(letters), '.');
};

describe('The largest that anybody may write', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterAll(() => platform.stop());

  it('passes the whole way, also when much of it comes at once, and is read as it was written', async () => {
    const text = largest('1');
    expect(Buffer.byteLength(text)).toBe(textBytes);
    const received = await platform.anonymous.post(address, { channel: 'web', text });
    expect(received.status).toBe(201);
    const path = `${address}/${received.body.complaintId}`;
    const replies = Array.from({ length: 25 }, (_, index) => largest(`${index + 10}`));
    const answers = await Promise.all(
      replies.map((reply) => platform.as('agent').post(`${path}/replies`, { text: reply })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    await platform.settled();

    const { status, body } = await platform.as('agent').get(path);
    expect(status).toBe(200);
    const shown = (body.messages as { kind: string; text: string }[]).map((message) => message.text);
    expect(shown.toSorted()).toEqual([text, ...replies].toSorted());

    const { store } = platform.application.runtime.adapters;
    const stored = await store.readLog(beginning, 100);
    const bytes = stored.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
    expect(bytes).toBeGreaterThan(2 * limits.appendBytes);
  });

  it('is refused by name when it is one byte larger, and nothing is stored', async () => {
    const { store } = platform.application.runtime.adapters;
    const head = await store.head();
    const { status, body } = await platform.anonymous.post(address, { channel: 'web', text: `${largest('1')}.` });
    expect([status, (body.errors as { field: string }[]).map(({ field }) => field)]).toEqual([400, ['text']]);
    expect(await store.head()).toBe(head);
  });
});
