import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { WallClock } from '@redress/eventing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Role } from '../caller.js';
import { createHttpApp } from '../create-app.js';
import { createLogger } from '../logging.js';
import type { HttpOptions } from '../options.js';
import { ParcelsController } from './example.controllers.js';

@Module({})
class Example {
  static with(providers: readonly Provider[], controllers: readonly Type[]): DynamicModule {
    return { module: Example, controllers: [...controllers], providers: [...providers] };
  }
}

export const noon = new Date('2026-03-02T12:00:00Z');
export const oldSecret = { version: 1, secret: 'the first secret, of thirty-two bytes or more' };
export const newSecret = { version: 2, secret: 'the second secret, of thirty-two bytes or more' };

/** A clock moved by hand. */
export const clockAt = (instant: Date) => {
  let now = instant.getTime();
  const clock: WallClock = { now: () => new Date(now), wakeAt: () => () => undefined };
  return { ...clock, pass: (seconds: number): void => void (now += seconds * 1000) };
};

export const newKey = async (kid: string) => {
  const pair = await generateKeyPair('Ed25519', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, use: 'sig' };
  const sign = (claims: object, header: object = {}): Promise<string> =>
    new SignJWT({ iss: 'redress', exp: noon.getTime() / 1000 + 900, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid, ...header })
      .sign(pair.privateKey);
  return { jwk, sign, privateKey: pair.privateKey };
};

export interface ExampleOptions extends Partial<HttpOptions> {
  readonly providers?: readonly Provider[];
  readonly controllers?: readonly Type[];
  readonly logLevel?: string;
}

/** The edge around a small service, ready for `inject`. */
export const exampleApp = async ({
  providers = [],
  controllers = [ParcelsController],
  logLevel = 'info',
  ...options
}: ExampleOptions = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'edge-'));
  const file = join(directory, 'keys.json');
  const key = await newKey('first');
  await writeFile(file, JSON.stringify({ keys: [key.jwk] }));
  const lines: string[] = [];
  const to = new Writable({ write: (line, _, done) => (lines.push(String(line)), done()) });
  const clock = clockAt(noon);
  const app: NestFastifyApplication = await createHttpApp(Example.with(providers, controllers), {
    title: 'Example',
    version: '1.0.0',
    clock,
    logger: createLogger({ level: logLevel, to }),
    publicKeys: file,
    publicKeysMs: 0,
    requestSecrets: [oldSecret],
    ...options,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const token = (...roles: readonly Role[]): Promise<string> => key.sign({ sub: 'person-1', roles, teams: ['blue'] });
  return {
    app,
    clock,
    key,
    file,
    lines,
    logged: (): readonly Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    token,
    as: async (...roles: readonly Role[]) => ({ authorization: `Bearer ${await token(...roles)}` }),
    inject: app.inject.bind(app),
    close: async (): Promise<void> => {
      await app.close();
      await rm(directory, { recursive: true });
    },
  };
};
export type ExampleApp = Awaited<ReturnType<typeof exampleApp>>;

export const parcelId = '0b5b7c0e-6b1e-4c3a-9a44-1f0c2d3e4f50';
export const parcel = {
  customer: { name: 'Kim', email: 'kim@example.com' },
  lines: [{ product: 'kettle', quantity: 1 }],
  speed: 'express',
  orderedAt: '2026-03-01T10:00:00Z',
};
