import { serve } from '@redress/service-host';
import { StandaloneModule } from './standalone.module.js';

await serve(StandaloneModule);
