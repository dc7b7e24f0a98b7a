export { TriageModule } from './triage.module.js';
