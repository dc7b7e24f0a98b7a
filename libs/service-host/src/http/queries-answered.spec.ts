import { type Position, type Token, writeToken } from '@redress/eventing';
import type { Role } from './caller.js';
import { CASE_READS, type CaseReads, VISIBILITY, type Visibility } from './ports.js';
import { type ExampleApp, exampleApp, parcelId } from './testing/example-app.js';

const token = (key: string): string => writeToken({ logId: 'log', position: '7' as Position, key });
const asked: (readonly [Token, string | undefined])[] = [];
const visibility: Visibility = {
  passed: (one, service) => {
    asked.push([one, service]);
    return Promise.resolve(one.key === 'late' ? 'late' : one.key === 'other' ? 'other-log' : 'visible');
  },
};
const noted: unknown[] = [];
let failing = false;
const caseReads: CaseReads = {
  record: ({ id }, complaintId, service) => {
    if (failing) return Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
    noted.push([id, complaintId, service]);
    return Promise.resolve();
  },
};

let example: ExampleApp;
beforeAll(async () => {
  const providers = [
    { provide: VISIBILITY, useValue: visibility },
    { provide: CASE_READS, useValue: caseReads },
  ];
  example = await exampleApp({ providers });
});
afterAll(() => example.close());
beforeEach(() => {
  asked.length = 0;
  noted.length = 0;
  failing = false;
});

describe('A query that names a token', () => {
  const ask = async (search: string) =>
    example.inject({ url: `/api/shipping/parcels?limit=7&${search}`, headers: await example.as('agent') });

  it('is answered once its service has seen what the token names', async () => {
    const answer = await ask(`waitFor=${token('k')}`);
    expect(answer.json()).toEqual({ items: [{ limit: 7 }] });
    expect(asked).toEqual([[{ logId: 'log', position: '7', key: 'k' }, 'shipping']]);
  });

  it('is to be asked again when that takes too long', async () => {
    const answer = await ask(`waitFor=${token('late')}`);
    expect(answer.json()).toMatchObject({ status: 503, type: '/problems/not-yet-visible' });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('of another log is gone for good', async () =>
    expect((await ask(`waitFor=${token('other')}`)).json()).toMatchObject({
      status: 410,
      type: '/problems/other-log',
    }));

  it.each(['waitFor=', 'waitFor=abc', 'waitFor=W10', `waitFor=${'x'.repeat(2000)}`, 'waitFor=a&waitFor=b'])(
    'that was never one is a 400: %s',
    async (search) => {
      expect((await ask(search)).json()).toMatchObject({ status: 400, errors: [{ field: 'waitFor' }] });
      expect(asked).toEqual([]);
    },
  );

  it('is asked by those who may ask it only', async () => {
    const answer = await example.inject({ url: `/api/shipping/parcels?waitFor=${token('late')}` });
    expect(answer.statusCode).toBe(401);
    expect(asked).toEqual([]);
  });
});

describe('Who reads a case', () => {
  const read = async (...roles: readonly Role[]) =>
    example.inject({ url: `/api/shipping/parcels/${parcelId}`, headers: await example.as(...roles) });

  it('is noted before it is answered', async () => {
    expect((await read('agent')).statusCode).toBe(200);
    expect(noted).toEqual([['person-1', parcelId, 'shipping']]);
  });

  it('is not noted when nothing was shown', async () => {
    expect((await read('finance')).statusCode).toBe(403);
    const malformed = await example.inject({ url: '/api/shipping/parcels/x', headers: await example.as('agent') });
    expect(malformed.statusCode).toBe(400);
    expect(noted).toEqual([]);
  });

  it('sees nothing when it cannot be noted', async () => {
    failing = true;
    const answer = await read('agent');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('Kim');
  });

  it('cannot be overlooked: without anybody who notes it, nothing is shown', async () => {
    const careless = await exampleApp();
    const headers = await careless.as('agent');
    expect((await careless.inject({ url: `/api/shipping/parcels/${parcelId}`, headers })).statusCode).toBe(500);
    await careless.close();
  });
});
