export { startTemporaryServer } from '../embedded/temporary-server.js';
export * from './test-database.js';
