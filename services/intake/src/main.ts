import 'reflect-metadata';
import { serve } from '@redress/service-host';
import { IntakeModule } from './intake.module.js';

await serve(IntakeModule);
