// By its object and not by the name of its function: that is where tracing finds it.
import http, { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { pipeline, Transform } from 'node:stream';
import { answerProblem } from '@redress/service-host';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Failure, failureOf, problemFor } from './failures.adapter.js';
import { headersBack, headersOf } from './headers.adapter.js';

/** In milliseconds and bytes. */
export interface ForwardLimits {
  /** Until a connection to a service stands. */
  readonly connectMs: number;
  /** From the whole request to the first byte of the answer. What follows may take as long as it takes. */
  readonly answerMs: number;
  /** Of JSON, as the services accept it. */
  readonly jsonBytes: number;
  /** Of anything else. */
  readonly bodyBytes: number;
}

export interface Target {
  readonly service: string;
  readonly url: URL;
  /** With the query. */
  readonly path: string;
}

/** Sends requests on to services and their answers back, byte by byte as they come. */
export interface Forwarding {
  /** Settles once the answer is under way, or was given as a problem. */
  send(request: FastifyRequest, reply: FastifyReply, target: Target): Promise<void>;
  close(): void;
}

/** At `stopping` streams of server-sent events are ended, which would otherwise never end; everything else is finished. */
export const forwarding = (limits: ForwardLimits, stopping: AbortSignal, logger: Logger): Forwarding => {
  // Shorter than services keep an idle connection (72 s), so that seldom a request meets one that is being closed.
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 512,
    maxFreeSockets: 64,
    scheduling: 'lifo',
    timeout: 60_000,
  });

  const send = async (request: FastifyRequest, reply: FastifyReply, target: Target): Promise<void> => {
    if (Number(request.headers['content-length'] ?? 0) > mostBytes(request, limits))
      return fail(request, reply, target, 'too-large');
    try {
      pass(await answerOf(request, reply, target), request, reply);
    } catch (error) {
      if (reply.raw.destroyed) return;
      const failure = error instanceof Failed ? error.failure : failureOf(error);
      logger.warn({ service: target.service, failure, requestId: request.id, error }, 'a service did not answer');
      fail(request, reply, target, failure);
    }
  };

  const answerOf = async (
    request: FastifyRequest,
    reply: FastifyReply,
    target: Target,
    attempt: 'first' | 'second' = 'first',
  ): Promise<IncomingMessage> => {
    const asked = http.request(target.url, {
      agent,
      method: request.method,
      path: target.path,
      headers: headersOf(request, target.url),
    });
    // Whoever went away needs no answer, and the service need not make one.
    const hangUp = (): void => void asked.destroy();
    reply.raw.once('close', hangUp);
    try {
      return await answerTo(asked, request, limits);
    } catch (error) {
      reply.raw.off('close', hangUp);
      asked.destroy();
      // A service closes a connection that was idle for long, and a request may be on its way just then.
      const mayRepeat = attempt === 'first' && asked.reusedSocket && ['GET', 'HEAD'].includes(request.method);
      if (!mayRepeat || error instanceof Failed || reply.raw.destroyed) throw error;
      return answerOf(request, reply, target, 'second');
    }
  };

  /** The bytes go past Fastify, which would hold back the first ones of a stream. */
  const pass = (answer: IncomingMessage, request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack();
    const { raw } = reply;
    const isLive = String(answer.headers['content-type']).startsWith('text/event-stream');
    // What is still being sent to us is not wanted any more: the connection cannot be used again.
    const isRead = request.raw.complete;
    raw.writeHead(answer.statusCode ?? 502, {
      ...headersBack(answer.headers),
      ...(isRead ? {} : { connection: 'close' }),
    });
    raw.flushHeaders();
    const end = (): void => void raw.end();
    if (isLive) stopping.addEventListener('abort', end, { once: true });
    pipeline(answer, raw, (error) => {
      stopping.removeEventListener('abort', end);
      if (error && !stopping.aborted) logger.debug({ requestId: request.id, error }, 'an answer was broken off');
    });
  };

  const fail = (request: FastifyRequest, reply: FastifyReply, { service }: Target, failure: Failure): void => {
    if (!request.raw.complete) void reply.header('connection', 'close');
    answerProblem(reply, problemFor(failure, service, request.method), request.id);
  };

  return { send, close: () => agent.destroy() };
};

class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(failure);
    this.name = 'Failed';
  }
}

/** The head of the answer, while the body of the request still flows. Rejects when there is none. */
const answerTo = (asked: ClientRequest, request: FastifyRequest, limits: ForwardLimits): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const giveUpAfter = (ms: number, failure: Failure): NodeJS.Timeout =>
      setTimeout(() => reject(new Failed(failure)), ms);
    let waiting: NodeJS.Timeout | undefined;
    const settled = (): void => clearTimeout(waiting);
    asked.once('socket', (socket) => {
      if (!socket.connecting) return;
      waiting = giveUpAfter(limits.connectMs, 'not-reached');
      socket.once('connect', settled);
    });
    asked.once('finish', () => {
      settled();
      waiting = giveUpAfter(limits.answerMs, 'no-answer');
    });
    asked.once('response', (answer) => {
      settled();
      resolve(answer);
    });
    // Heard as long as the connection lives: after the answer began, its own stream says that it broke.
    asked.on('error', (error) => {
      settled();
      reject(error);
    });
    // Not as one pipeline: when the service fails, the caller's own connection must live to be told.
    const body = atMost(mostBytes(request, limits));
    body.once('error', reject);
    request.raw.pipe(body).pipe(asked);
    asked.once('close', () => {
      request.raw.unpipe(body);
      request.raw.resume();
    });
  });

const mostBytes = ({ headers }: FastifyRequest, { jsonBytes, bodyBytes }: ForwardLimits): number =>
  /^application\/([\w.-]+\+)?json/i.test(headers['content-type'] ?? '') ? jsonBytes : bodyBytes;

/** Counts a body whose length nobody said. */
const atMost = (bytes: number): Transform => {
  let seen = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seen += chunk.length;
      if (seen > bytes) done(new Failed('too-large'));
      else done(null, chunk);
    },
  });
};
