import type { Position } from './event.js';

/** Where a command's last event stands: given back by a caller who wants to see what the command did. */
export interface Token {
  readonly logId: string;
  readonly position: Position;
  readonly key: string;
}

export const writeToken = ({ logId, position, key }: Token): string =>
  Buffer.from(JSON.stringify([logId, position, key])).toString('base64url');

/** `undefined` for what was never a token. */
export const readToken = (text: string): Token | undefined => {
  try {
    const parts = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((part) => typeof part === 'string'))
      return undefined;
    const [logId, position, key] = parts as [string, Position, string];
    return { logId, position, key };
  } catch {
    return undefined;
  }
};
