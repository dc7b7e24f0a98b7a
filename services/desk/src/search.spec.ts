import { type ComplaintId } from '@redress/contracts';
import { event } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { DeskModule } from './desk.module.js';
import { assigned, entryId, idOf, received, telling, triaged } from './testing/telling.js';

const syllables = ['환', '불', '해', '요', '주', '전', '자', '깨', '졌', '어', '배', '송', '가', '나'];
const english = ['refund', 'Kettle', 'broken', 'late', '50%', 'a_b', 'x\\y', 'REfund', 'ok'];
const someWord = fc.oneof(
  fc.array(fc.constantFrom(...syllables), { minLength: 1, maxLength: 4 }).map((all) => all.join('')),
  fc.constantFrom(...english),
);
const someText = fc
  .array(someWord, { minLength: 1, maxLength: 12 })
  .chain((words) => fc.constantFrom(' ', '\n', '').map((between) => words.join(between)));
const someCase = fc.record({
  texts: fc.array(someText, { minLength: 1, maxLength: 3 }),
  subject: someText.map((text) => text.replaceAll('\n', ' ')),
  name: fc.constantFrom('김민수', '이환희', 'Kim Late', '박주전'),
  product: fc.constantFrom('K-1', 'LAMP_7'),
});

describe('Search', () => {
  let platform: Platform;
  let tell: ReturnType<typeof telling>;
  const find = async (query: string) => {
    const { status, body, text } = await platform.as('agent').get(`/api/desk/search?${query}`);
    if (status !== 200) throw new Error(text);
    return body;
  };
  const idsOf = ({ items }: { readonly items: readonly { readonly complaintId: string }[] }) =>
    items.map(({ complaintId }) => complaintId);
  const asking = (words: string): string => `q=${encodeURIComponent(words)}`;

  beforeAll(async () => {
    platform = await startPlatform(DeskModule, { at: '2026-03-02T09:00:00Z' });
    tell = telling(platform);
  });
  afterAll(() => platform.stop());

  it('finds what looking through every text would find, words of one syllable too', async () => {
    const plain = (text: string): string => text.normalize('NFC').toLowerCase();
    const seen: { readonly id: ComplaintId; readonly fields: readonly string[] }[] = [];
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(someCase, { minLength: 1, maxLength: 8 }),
        fc.array(fc.oneof(someWord, fc.constantFrom('민수', '희', 'k-1', '_', '%', '\\', 'lamp')), {
          minLength: 1,
          maxLength: 6,
        }),
        async (some, words) => {
          for (const { texts, subject, name, product } of some) {
            const id = idOf<ComplaintId>(`case ${(cases += 1)}`);
            const [text = '', ...more] = texts;
            await tell(received(id, { text, subject, customerName: name, productCode: product, caseNumber: `N-${cases}` })); // prettier-ignore
            for (const one of more)
              await tell(event('CustomerWrote', { complaintId: id, messageId: entryId(), channel: 'mail', writtenAt: platform.now(), text: one })); // prettier-ignore
            seen.push({ id, fields: [...texts, subject, name, product, `N-${cases}`].map(plain) });
          }
          await platform.settled();
          for (const query of [...words, words.slice(0, 2).join(' ')]) {
            const wanted = plain(query).split(/\s+/);
            const expected = seen.filter(({ fields }) =>
              wanted.every((word) => fields.some((field) => field.includes(word))),
            );
            const { count, more, ...page } = await find(`${asking(query)}&limit=200`);
            expect([...idsOf(page)].sort()).toEqual(expected.map(({ id }) => id).sort());
            expect([count, more]).toEqual([expected.length, false]);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  it('goes page by page from the latest to the first, and combines with what the board filters by', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => idOf<ComplaintId>(`page ${index}`));
    for (const [index, id] of ids.entries())
      await tell(received(id, { text: '특별한주전자', receivedAt: new Date(Date.UTC(2026, 1, 1, index)) }));
    const [first, second, third] = ids as [ComplaintId, ComplaintId, ComplaintId];
    await tell(triaged(first, 'high-risk'));
    await tell(assigned(second, idOf('owner'), idOf('team')));
    await tell(event('ComplaintClosed', { complaintId: third, closedAt: platform.now() }));
    await platform.settled();
    const one = await find(`${asking('특별한주전자')}&limit=4`);
    const two = await find(`${asking('특별한주전자')}&limit=4&cursor=${one.next}`);
    expect([...idsOf(one), ...idsOf(two)]).toEqual(ids.toReversed());
    expect([one.count, one.more, two.count, two.next]).toEqual([7, false, undefined, undefined]);
    expect(idsOf(await find(`${asking('특별한')}&severity=high-risk,important`))).toEqual([first]);
    expect(idsOf(await find(`${asking('특별한')}&ownerId=${idOf('owner')}`))).toEqual([second]);
    expect(idsOf(await find(`${asking('특별한')}&standing=closed`))).toEqual([third]);
    expect(idsOf(await find(`${asking('특별한')}&standing=open&unowned=true`))).toHaveLength(5);
    expect(idsOf(await find(`${asking('특별한')}&flags=unconfirmed`))).toEqual([second]);
    expect((await platform.as('analyst').get(`/api/desk/search?${asking('특')}`)).status).toBe(403);
    const tooMany = Array.from({ length: 21 }, (_, index) => `w${index}`).join(' ');
    expect((await platform.as('agent').get(`/api/desk/search?${asking(tooMany)}`)).status).toBe(400);
  });

  it('finds what is in nearly every case too, and counts no further than a thousand', async () => {
    const every = Array.from({ length: 2_050 }, (_, index) => idOf<ComplaintId>(`every ${index}`));
    const receivedAt = (index: number): Date => new Date(Date.UTC(2026, 3, 1, 0, 0, index));
    await Promise.all(
      every.map(
        (id, index) =>
        tell(received(id, { text: index === 7 ? '흔한말 refund 드문말' : '흔한말 refund', receivedAt: receivedAt(index) })), // prettier-ignore
      ),
    );
    await platform.settled();
    const frequent = await find(asking('흔한말 refund'));
    expect(idsOf(frequent)).toEqual(every.toReversed().slice(0, 50));
    expect([frequent.count, frequent.more]).toEqual([1_000, true]);
    expect(idsOf(await find(`${asking('흔한말')}&cursor=${frequent.next}&limit=3`))).toHaveLength(3);
    expect(idsOf(await find(asking('흔한말 드문')))).toEqual([every[7]]);
  });

  it('stands on an index of tokens', async () => {
    const database = new Client({ connectionString: platform.databaseUrl });
    await database.connect();
    const { rows } = await database.query<{ indexdef: string }>(
      `select indexdef from pg_indexes where schemaname = 'desk' and tablename like 'search%' and indexdef like '%gin%'`,
    );
    await database.end();
    expect(rows.map(({ indexdef }) => indexdef.replace(/.* USING /, ''))).toEqual([
      'gin (tokens, said_tokens, name_tokens)',
    ]);
  });
});
