import { startTestPostgres } from '../test-postgres.mjs';

export default startTestPostgres;
