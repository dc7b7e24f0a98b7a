import type { Platform } from '@redress/service-host/testing';
import { replay } from './replay.cli.js';
import { onTheCommandLine } from './testing/command-line.js';

const password = 'a password for replays 1';

describe('redress replay', () => {
  let platform: Platform;
  let caseNumber: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    ({ platform, environment } = await onTheCommandLine(password));
    const given = { channel: 'web', text: 'The kettle arrived broken.' };
    ({ caseNumber } = (await platform.anonymous.post('/api/intake/complaints', given)).body);
    await platform.reaches('2026-03-03T09:00:00Z');
  });
  afterAll(() => platform.stop());

  it('prints who did what, when, by which policy, because of what', async () => {
    const lines = await replay([caseNumber], environment);
    expect(lines[0]).toMatch(new RegExp(`^Complaint ${caseNumber} \\([0-9a-f-]{36}\\), times in UTC$`));
    const told = lines.map((line) => line.replace(/ {2,}/g, '  '));
    const expected = [
      '  | The kettle arrived broken.',
      '2026-03-02 09:00:00  customer  complaint received by web, reached us 2026-03-02 09:00:00',
      '2026-03-02 09:00:00  sla.start-clocks  policy 1  first response promised within 1 d, due 2026-03-03 09:00:00  (because: complaint received)',
      '2026-03-02 09:00:00  sla.start-clocks  policy 1  resolution promised within 7 d, due 2026-03-09 09:00:00  (because: complaint received)',
      '2026-03-03 03:00:00  sla.watch-deadlines  policy 1  75 % of the time for the first response used, due 2026-03-03 09:00:00  (because: clock started)',
      '2026-03-03 06:36:00  sla.watch-deadlines  policy 1  90 % of the time for the first response used, due 2026-03-03 09:00:00  (because: clock started)',
    ];
    expect(told).toEqual(expect.arrayContaining(expected));
    // Every event about a complaint has words.
    expect(told.filter((line) => /  (intake|triage|sla|compensation|notification): /.test(line))).toEqual([]);
  });

  it('prints what was known at a moment, also in Korean', async () => {
    const lines = await replay([caseNumber, '--at', '2026-03-02T09:00:00Z', '--lang', 'ko'], environment);
    expect(lines[1]).toBe('2026-03-02 09:00:00 당시 알려진 내용');
    expect(lines.join('\n')).toContain('첫 응답 약속 1일, 기한 2026-03-03 09:00:00');
    expect(lines.join('\n')).not.toContain('임박');
    expect(await replay([caseNumber, '--at', '2020-01-01T00:00:00Z'], environment)).toContain(
      'Nothing was known of it yet.',
    );
  });

  it('takes a token, of whoever may read histories', async () => {
    const token = async (username: string): Promise<string> =>
      (await platform.anonymous.post('/api/directory/sign-in', { username, password })).body.token;
    expect(await replay([caseNumber], { ...environment, REDRESS_TOKEN: await token('lead') })).not.toHaveLength(0);
    await expect(replay([caseNumber], { ...environment, REDRESS_TOKEN: await token('agent') })).rejects.toThrow(
      'may not read histories',
    );
    await expect(replay([caseNumber], { ...environment, REDRESS_TOKEN: 'x' })).rejects.toThrow('token');
  });

  it('says what is wrong', async () => {
    await expect(replay([], environment)).rejects.toThrow('redress replay <case number>');
    await expect(replay([caseNumber, '--lang', 'fr'], environment)).rejects.toThrow('--lang en|ko');
    await expect(
      replay([caseNumber.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))], environment),
    ).rejects.toThrow('check digit');
    await expect(replay(['99999999-9'], environment)).rejects.toThrow(/no complaint|check digit/);
    await expect(replay([caseNumber, '--at', 'yesterday'], environment)).rejects.toThrow('yesterday is not an instant');
    await expect(replay([caseNumber], { ...environment, REDRESS_PASSWORD: 'wrong' })).rejects.toThrow(
      'password of auditor',
    );
    await expect(replay([caseNumber], { ...environment, DATA_DIR: '/nowhere' })).rejects.toThrow('no password in');
    const elsewhere = { ...environment, REDRESS_URL: 'http://127.0.0.1:9' };
    await expect(replay([caseNumber], elsewhere)).rejects.toThrow('does not answer at http://127.0.0.1:9');
  });
});
