import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';
import { type Tables, tablesOf } from './testing/index.js';

const complaints = '/api/intake/complaints';

interface Listed {
  readonly complaintId: string;
}

/** What people see of everything: lists, one by one, clocks, histories. */
const seenOn = async (platform: Platform): Promise<readonly unknown[]> => {
  const read = async (role: 'agent' | 'auditor' | 'administrator', path: string): Promise<unknown> => {
    const { status, body } = await platform.as(role).get(path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return body;
  };
  await platform.settled();
  const list = (await read('agent', `${complaints}?limit=200`)) as { readonly items: readonly Listed[] };
  const seen: unknown[] = [list, await read('administrator', '/api/directory/people')];
  for (const { complaintId } of list.items) {
    seen.push(await read('agent', `${complaints}/${complaintId}`));
    seen.push(await read('agent', `/api/sla/complaints/${complaintId}/clocks`));
    seen.push(await read('auditor', `/api/audit/complaints/${complaintId}/history`));
  }
  return seen;
};

describe('When all that is left are the log, the vault and the users', () => {
  const password = 'a password for losses 1';
  let platform: Platform;
  let tables: Tables;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T09:00:00Z',
      environment: { INITIAL_PASSWORD: password },
    });
    tables = tablesOf(platform.databaseUrl);
  });
  afterAll(async () => {
    await tables.end();
    await platform.stop();
  });

  const says = async (id: string, what: string, body: object): Promise<void> => {
    const { status, text } = await platform.as('agent').post(`${complaints}/${id}/${what}`, body);
    if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
  };

  it('everything else comes back from the log: nothing is said twice, and timers fire when they are due', async () => {
    const ids: string[] = [];
    for (const number of [1, 2, 3, 4]) {
      const { body } = await platform.anonymous.post(complaints, {
        channel: 'web',
        customer: { id: `C-${number}`, name: '김민수', email: 'minsu@example.com' },
        text: `택배가 아직 오지 않았어요. ${number}`,
      });
      ids.push((body as Listed).complaintId);
    }
    const [asked = '', resolved = ''] = ids;
    await says(asked, 'replies', { text: '송장 번호를 알려 주시겠어요?', asksCustomer: true });
    await says(resolved, 'replies', { text: '확인 중입니다.' });
    await says(resolved, 'resolve', { remedy: 'refund', text: '환불했습니다.' });
    await platform.settled();
    // Whoever reads a case is recorded for an hour: the second look below adds nothing to histories.
    await seenOn(platform);
    const before = await seenOn(platform);
    const head = await platform.store.head();

    await platform.halt();
    await loseAllButUsers();
    platform = await platform.restart();
    expect(await seenOn(platform)).toEqual(before);
    expect(await platform.store.head()).toEqual(head);
    const signedIn = await platform.anonymous.post('/api/directory/sign-in', { username: 'agent', password });
    expect(signedIn.status).toBe(200);

    const missed = async (id = ''): Promise<number> => {
      const { body } = await platform.as('auditor').get(`/api/audit/complaints/${id}/history`);
      const { entries } = body as { readonly entries: readonly { readonly type: string }[] };
      return entries.filter(({ type }) => type === 'sla.TargetMissed').length;
    };
    const [, , unanswered] = ids;
    expect(await missed(unanswered)).toBe(0);
    await platform.reaches('2026-04-30T09:00:00Z');
    // Its first response and its resolution; the one that was resolved kept both.
    expect([await missed(unanswered), await missed(resolved)]).toEqual([2, 0]);
  });

  const loseAllButUsers = async (): Promise<void> => {
    for (const schema of ['intake', 'sla', 'audit']) await tables.change(`drop schema "${schema}" cascade`);
    await tables.dropReadModels('directory');
  };
});
