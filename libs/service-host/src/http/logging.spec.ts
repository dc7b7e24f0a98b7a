import { Writable } from 'node:stream';
import { QueryFailedError } from 'typeorm';
import { createLogger, NestLog } from './logging.js';
import { loggedError } from './redaction.js';

const capture = (level?: string) => {
  const lines: string[] = [];
  const to = new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) });
  return {
    lines,
    logger: createLogger({ name: 'sla', level, to }),
    read: () => lines.map((line) => JSON.parse(line) as object),
  };
};

describe('The log', () => {
  it('is one JSON object a line', () => {
    const { logger, read } = capture();
    logger.info({ count: 3 }, 'rows were written');
    expect(read()).toEqual([
      { level: 'info', time: expect.any(String) as string, service: 'sla', count: 3, msg: 'rows were written' },
    ]);
  });

  it('says as much as it was told to', () => {
    const { logger, read } = capture('warn');
    logger.info('quiet');
    logger.warn('loud');
    expect(read()).toMatchObject([{ msg: 'loud' }]);
    expect(() => capture('loudly')).toThrow('LOG_LEVEL is one of');
  });

  it('takes what Nest says, its start-up lines at debug', () => {
    const { logger, read } = capture();
    const nest = new NestLog(logger);
    nest.log('Mapped {/api, GET} route', 'RouterExplorer');
    nest.warn('careful', 'Some');
    nest.error(new Error('of kim@example.com'), 'stack', 'Some');
    nest.error({ odd: true });
    expect(read()).toMatchObject([
      { level: 'warn', msg: 'careful', context: 'Some' },
      { level: 'error', msg: 'Error', context: 'Some', error: { message: 'of …@…' } },
      { level: 'error', msg: 'Nest says something that is no text' },
    ]);
  });
});

describe('An error in the log', () => {
  const driver = Object.assign(new Error('invalid input syntax for type uuid: "Kim Min"'), {
    code: '22P02',
    severity: 'ERROR',
    routine: 'string_to_uuid',
    detail: 'Failing row contains (Kim Min).',
    where: "unnamed portal parameter $1 = 'Kim Min'",
    table: 'people',
  });

  it('keeps its kind and where it was, not whose', () => {
    const error = new Error('could not read', { cause: new QueryFailedError('select $1', ['Kim Min'], driver) });
    const logged = loggedError(error);
    expect(logged).toMatchObject({
      type: 'Error',
      message: 'could not read',
      stack: expect.stringContaining('logging.spec') as string,
      cause: { type: 'QueryFailedError', code: '22P02', table: 'people' },
    });
    expect(JSON.stringify(logged)).not.toMatch(/Kim|select|Failing|portal/);
  });

  it('has what looks like an address or a number of a person blotted out', () => {
    const { message } = loggedError(new Error('mail to kim.min+x@example.co.kr or 010-1234-5678 failed with 42'));
    expect(message).toBe('mail to …@… or … failed with 42');
    expect(loggedError(new SyntaxError('Unexpected token in "Kim"')).message).toBe('Unexpected token in …');
  });

  it('may be anything, and may be its own cause', () => {
    const circular = new Error('round');
    circular.cause = new Error('and', { cause: circular });
    expect(JSON.stringify(loggedError(circular)).length).toBeLessThan(20_000);
    for (const odd of [undefined, null, 'text', 7, { message: 'x' }])
      expect(loggedError(odd).message).toContain('no error');
    expect(loggedError(new Error('x'.repeat(100_000))).message).toHaveLength(2_000);
  });
});
