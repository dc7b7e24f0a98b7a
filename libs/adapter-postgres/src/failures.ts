import { Conflict, ConsumerEnded, Fenced, OutcomeUnknown } from '@redress/eventing';

/** SQLSTATE: connection lost, server going down or coming up, internal error. */
const brokenOff = /^(08|57P0|XX)/;
/** And besides: serialization, resources, locks. */
const overloaded = /^(40|53|55P03|57014)/;
/** What the driver says without any code when the server went away. */
const driverSays =
  /connection terminated|connection error|timeout exceeded|query read timeout|not queryable|client was closed|pool after calling end|connection ended/i;

const codeOf = (error: unknown): string | undefined => {
  const { code, driverError } = error as { readonly code?: unknown; readonly driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError === undefined ? undefined : codeOf(driverError);
};
const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);

/** Whether PostgreSQL may or may not have done what it was asked: only an error of the statement itself says that it did not. */
export const isUnknown = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === undefined || !isSqlState(code) || brokenOff.test(code);
};

/** Whether trying the same again later may help, so that nothing must be set aside. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof OutcomeUnknown || error instanceof Conflict) return true;
  if (error instanceof Fenced || error instanceof ConsumerEnded) return true;
  const code = codeOf(error);
  if (code !== undefined)
    return !isSqlState(code) ? /^E[A-Z]+$/.test(code) : brokenOff.test(code) || overloaded.test(code);
  return error instanceof Error && driverSays.test(error.message);
};
