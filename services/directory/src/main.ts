import { serve } from '@redress/service-host';
import { DirectoryModule } from './directory.module.js';

await serve(DirectoryModule);
