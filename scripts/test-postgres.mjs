let stop = async () => undefined;

/** One PostgreSQL for the whole run, unless one is named; each spec file makes a database of its own on it. */
export const startTestPostgres = async () => {
  if (process.env.TEST_DATABASE_URL) return;
  const { startTemporaryServer } = await import('../libs/adapter-postgres/dist/testing/index.js');
  const server = await startTemporaryServer({ max_connections: '300' });
  process.env.TEST_DATABASE_URL = server.url;
  stop = () => server.stop();
};

export const stopTestPostgres = () => stop();
