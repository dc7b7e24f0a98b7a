import { startTestKafka } from '../test-kafka.mjs';
import { startTestPostgres } from '../test-postgres.mjs';

export default async () => {
  await startTestPostgres();
  await startTestKafka();
};
