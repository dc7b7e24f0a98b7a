import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from '../standalone.module.js';

export interface OnTheCommandLine {
  readonly platform: Platform;
  /** By which a command finds the product and signs in. */
  readonly environment: Record<string, string>;
}

/** The whole product, listening, for the commands that ask it over HTTP. */
export const onTheCommandLine = async (password: string): Promise<OnTheCommandLine> => {
  const platform = await startPlatform(StandaloneModule, {
    at: '2026-03-02T09:00:00Z',
    environment: { INITIAL_PASSWORD: password },
  });
  const { app } = platform.application;
  await app.listen(0, '127.0.0.1');
  return { platform, environment: { REDRESS_URL: await app.getUrl(), DATA_DIR: platform.dataDirectory } };
};
