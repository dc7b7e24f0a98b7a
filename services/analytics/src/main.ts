import { serve } from '@redress/service-host';
import { AnalyticsModule } from './analytics.module.js';

await serve(AnalyticsModule, { vault: 'none' });
