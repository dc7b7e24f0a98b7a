import { serve } from '@redress/service-host';
import { CompensationModule } from './compensation.module.js';

await serve(CompensationModule);
