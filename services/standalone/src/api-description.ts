import { describeServices } from '@redress/service-host';
import { StandaloneModule } from './standalone.module.js';

/** The description of the whole API, as it is committed in `contracts/openapi.json`. */
export const apiDescription = async (): Promise<string> =>
  `${JSON.stringify(await describeServices(StandaloneModule, { title: 'Redress', version: '0.1.0' }), null, 2)}\n`;
