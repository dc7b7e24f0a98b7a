import { serve } from '@redress/service-host';
import { AuditModule } from './audit.module.js';

await serve(AuditModule);
