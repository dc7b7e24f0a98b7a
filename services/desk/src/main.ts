import { serve } from '@redress/service-host';
import { DeskModule } from './desk.module.js';

await serve(DeskModule);
