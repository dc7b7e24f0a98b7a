import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { plainProblem, problemText, problemType } from './problem.js';

const statusOf = (code: string): readonly [number, string] => {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The headers are larger than this service accepts.'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request took too long to arrive.'];
  return [400, 'This is not HTTP as this service understands it.'];
};

/** What Node's parser refuses never becomes a request: it is answered on the connection, which is closed. */
export const refuseOnSocket = (error: Error & { readonly code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, detail] = statusOf(error.code ?? '');
  const body = problemText(plainProblem(status, detail), randomUUID());
  if (!socket.writable) return void socket.destroy();
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${problemType}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
