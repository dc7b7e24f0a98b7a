import type { Platform } from '@redress/service-host/testing';
import { forget } from './forget.cli.js';
import { onTheCommandLine } from './testing/command-line.js';

const password = 'a password for forgetting 1';

describe('redress forget', () => {
  let platform: Platform;
  let environment: Record<string, string>;

  beforeAll(async () => {
    ({ platform, environment } = await onTheCommandLine(password));
    const given = { channel: 'web', customer: { id: 'C-1001', name: '김민수' }, text: 'The kettle arrived broken.' };
    await platform.anonymous.post('/api/intake/complaints', given);
    await platform.settled();
  });
  afterAll(() => platform.stop());

  it('begins the forgetting of the customer whom the shop knows by this id, and says where to look', async () => {
    const [first = '', ...more] = await forget(['C-1001'], environment);
    const [, customerKey = ''] = /^Customer (\S+) is being forgotten\.$/.exec(first) ?? [];
    expect(more.join('\n')).toContain(`/api/intake/customers/${customerKey}`);
    await platform.settled();
    const { body } = await platform.as('administrator').get(`/api/intake/customers/${customerKey}`);
    expect((body as { open: object[] }).open).toHaveLength(1);
  });

  it.each([
    [['C-1002'], 'There is no complaint of a customer with this id.'],
    [['C-1001', '--username', 'agent'], 'This user may not forget customers: an administrator may.'],
    [[], 'redress forget <customer id> [--username <name>], or redress forget --again'],
    [['C-1001', '--again'], 'redress forget <customer id> [--username <name>], or redress forget --again'],
  ])('answers what it cannot do with a sentence: %j', async (words, sentence) => {
    await expect(forget(words, environment)).rejects.toThrow(sentence);
  });
});
