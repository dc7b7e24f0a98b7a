import { serve } from '@redress/service-host';
import { TriageModule } from './triage.module.js';

await serve(TriageModule);
