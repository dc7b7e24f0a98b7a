import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from '../standalone.module.js';

/** The whole product on its first day, with every rule listening: what writes and pays hears only what comes after that. */
export const openShop = async (at: string): Promise<Platform> => {
  const platform = await startPlatform(StandaloneModule, { at });
  await platform.settled();
  return platform;
};
