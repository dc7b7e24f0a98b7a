import { startPlatform } from '@redress/service-host/testing';
import { Client } from 'pg';
import { IntakeModule } from './intake.module.js';

const address = '/api/intake/complaints';

describe('Personal words', () => {
  it('stand neither in the log of events nor in any log line', async () => {
    const platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
    const database = new Client({ connectionString: platform.databaseUrl });
    try {
      await database.connect();
      const agent = platform.as('agent');
      const marked = (what: string): string => `marker-${what}-QX7`;
      const customer = {
        id: marked('id'),
        name: marked('name'),
        email: `${marked('email')}@example.com`,
        phone: '+82 10-7777-1234',
      };
      const given = { channel: 'mail', text: marked('text'), subject: marked('subject'), customer };
      const { body } = await agent.post(address, given);
      const complaint = `${address}/${body.complaintId}`;
      const tell = (what: string, told: object) => agent.post(`${complaint}/${what}`, told);
      await tell('replies', { text: marked('reply') });
      await tell('notes', { text: marked('note') });
      await tell('messages', { channel: 'mail', text: marked('message') });
      await tell('solutions', { remedy: 'refund', text: marked('solution') });
      await tell('solutions/decline', { reason: marked('reason') });
      await tell('resolve', { remedy: 'refund', text: marked('resolution') });
      await tell('reopen', { reason: marked('reopening') });
      await platform.anonymous.post(address, { ...given, unknown: marked('unknown') });
      await agent.get(`${address}?customerId=${customer.id}`);
      await agent.get(`${address}?unknown=${customer.id}`);
      await platform.settled();

      const shown = (await agent.get(complaint)).text;
      for (const what of ['id', 'name', 'email', 'text', 'subject', 'reply', 'note', 'message', 'solution', 'reason'])
        expect(shown).toContain(marked(what));
      const { rows } = await database.query<{ event: string }>('select e::text as event from redress_log.events e');
      const everything = rows.map(({ event }) => event).join('\n') + platform.log();
      expect(rows.length).toBeGreaterThan(8);
      expect(everything).not.toContain('QX7');
      expect(everything).not.toContain('7777-1234');
    } finally {
      await database.end();
      await platform.stop();
    }
  });
});
