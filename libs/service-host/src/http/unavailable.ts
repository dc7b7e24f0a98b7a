/** What the network says when the other side is away. */
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * PostgreSQL's codes that pass with time: connection exceptions (08), lost races (40), out of resources (53), locks and
 * statement time (55P03, 57014), and a server that stops or starts (57P).
 */
const passing = /^(08\w{3}|40001|40P01|53\w{3}|55P03|57014|57P0[1-5])$/;

/** What the drivers say without a code. */
const spoken =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end)/;

const names = new Set(['CannotExecuteNotConnectedError', 'ConnectionIsNotSetError', 'DriverPackageNotInstalledError']);

/** Whether something this service needs is away for a moment, so that the same request may succeed soon. */
export const isUnavailable = (error: unknown, depth = 0): boolean => {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code, cause, driverError, errors } = error as Error & Record<'code' | 'driverError' | 'errors', unknown>;
  if (typeof code === 'string' && (network.has(code) || passing.test(code))) return true;
  if (spoken.test(error.message) || names.has(error.name)) return true;
  const inner = [cause, driverError, ...(Array.isArray(errors) ? errors.slice(0, 5) : [])];
  return inner.some((one) => one !== error && isUnavailable(one, depth + 1));
};
