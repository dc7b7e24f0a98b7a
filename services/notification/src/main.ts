import { serve } from '@redress/service-host';
import { NotificationModule } from './notification.module.js';

await serve(NotificationModule);
