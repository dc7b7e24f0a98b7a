import { serve } from '@redress/service-host';
import { RelayModule } from './relay.module.js';

// A process of its own has nothing else to do.
process.env['EVENT_BUS'] ??= 'kafka';
await serve(RelayModule, { vault: 'none' });
