/** An error as it may stand in a log: where and what kind, never whose. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly column?: string;
  readonly cause?: LoggedError;
}

// Each part is bounded, so that no message, however it was made, takes long to redact.
const address = /[^\s<>@"']{1,64}@[^\s<>@"']{1,255}/g;
const longNumber = /\+?\d[\d\s().-]{5,40}\d/g;
const quoted = /"[^"]*"|'[^']*'|=\([^)]*\)/g;
const deepest = 4;
const longest = 2_000;

/** Drivers and parsers quote what they were given. */
const quotesInput = (error: Error): boolean =>
  error.name === 'QueryFailedError' ||
  error instanceof SyntaxError ||
  ('severity' in error && 'routine' in error) ||
  /^[0-9A-Z]{5}$/.test(text(error, 'code') ?? '');

const redact = (message: string, error: Error): string =>
  (quotesInput(error) ? message.replaceAll(quoted, '…') : message)
    .replaceAll(address, '…@…')
    .replaceAll(longNumber, '…');

const text = (error: Error, name: string): string | undefined => {
  const value = (error as Error & Record<string, unknown>)[name];
  return typeof value === 'string' && value.length <= 200 ? value : undefined;
};

/**
 * Keeps kind, code and frames of the stack. Parameters, details and queries of a database error are left out, and what
 * its message quotes; addresses and long numbers are blotted out of every message.
 */
export const loggedError = (error: unknown, depth = 0): LoggedError => {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Something that is no error was thrown.' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const named = ['code', 'table', 'constraint', 'column'].flatMap((name) => {
    const value = text(error, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const inner = error.cause ?? (error as { driverError?: unknown }).driverError;
  return {
    type: error.name,
    message: redact(error.message.slice(0, 2 * longest), error).slice(0, longest),
    ...(frames.length > 0 && { stack: frames.join('\n') }),
    ...Object.fromEntries(named),
    ...(inner instanceof Error && inner !== error && depth < deepest && { cause: loggedError(inner, depth + 1) }),
  };
};
