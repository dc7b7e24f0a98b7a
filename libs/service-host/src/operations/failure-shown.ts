import { LogChanged, nameFailure } from '@redress/adapter-postgres';
import { Fenced } from '@redress/eventing';

/** What an administrator is told: sentences of our own as they are, of anything else what it is, since it may quote a row. */
export const failureShown = (error: unknown): string => {
  if (error instanceof LogChanged) return error.message;
  if (error instanceof Fenced) return 'Another process has begun the same, and goes on with it.';
  if (error instanceof Error && error.name === 'AbortError') return 'The process stopped. The live table is as it was.';
  return nameFailure(error);
};
