import { serve } from '@redress/service-host';
import { SlaModule } from './sla.module.js';

await serve(SlaModule);
