import type { FastifyInstance } from 'fastify';
import { readJson } from './body-text.js';
import type { HttpLimits, HttpOptions } from './options.js';
import { plainProblem, ProblemError } from './problem.js';

const charset = /;\s*charset="?([^";\s]+)/i;

/** JSON in UTF-8, and the uploads that were asked for: every other type is 415. */
export const takeBodies = (
  server: FastifyInstance,
  { bodyDepth, bodyBytes }: HttpLimits,
  uploads: HttpOptions['uploads'],
): void => {
  server.removeAllContentTypeParsers();
  for (const type of ['application/json', /^application\/[\w.-]+\+json$/])
    server.addContentTypeParser<Buffer>(type, { parseAs: 'buffer', bodyLimit: bodyBytes }, (request, body, done) => {
      try {
        const [, name = 'utf-8'] = charset.exec(request.headers['content-type'] ?? '') ?? [];
        if (!/^utf-?8$/i.test(name)) throw new ProblemError(plainProblem(415, 'Send JSON as UTF-8.'));
        done(null, readJson(body, bodyDepth));
      } catch (error) {
        done(error as Error);
      }
    });
  if (uploads)
    server.addContentTypeParser<Buffer>(
      [...uploads.types],
      { parseAs: 'buffer', bodyLimit: uploads.bytes },
      (_request, body, done) => done(null, body),
    );
};
