import { stopTestKafka } from '../test-kafka.mjs';
import { stopTestPostgres } from '../test-postgres.mjs';

export default async () => {
  await stopTestKafka();
  await stopTestPostgres();
};
