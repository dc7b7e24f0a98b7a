/** SQLSTATE classes after which the statement was certainly rolled back would be all others. */
const undecided = /^(08|57P0|XX)/;

interface Coded {
  readonly code?: unknown;
}

/** Whether PostgreSQL may or may not have done what it was asked: the connection broke, or nobody answered in time. */
export const isUnknown = (error: unknown): boolean => {
  const { code } = error as Coded;
  // Errors of the server carry a SQLSTATE of five characters; those of the socket an errno name, those of the client none.
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || undecided.test(code);
};

/** Whether trying again later may help: the server is away, overloaded or changing over. */
export const isPassing = (error: unknown): boolean => {
  const { code } = error as Coded;
  return isUnknown(error) || (typeof code === 'string' && /^(40|53|55P03)/.test(code));
};
