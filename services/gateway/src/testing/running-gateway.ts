import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import { drainHttp } from '@redress/service-host';
import { pino } from 'pino';
import { createGateway, type GatewayOptions } from '../gateway.adapter.js';
import { readUpstreams } from '../upstreams.settings.js';
import { startUpstream, type Upstream } from './upstream.js';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A server behind the gateway, closed after the case. */
export const upstream = async (listener: RequestListener): Promise<Upstream> => {
  const started = await startUpstream(listener);
  open.push(() => started.close());
  return started;
};

/** A gateway before these services, as `UPSTREAMS` names them; closed after the case. */
export const gateway = async (UPSTREAMS: string, options: Partial<GatewayOptions> = {}) => {
  const { app, close } = await createGateway({
    upstreams: readUpstreams({ UPSTREAMS }),
    logger: pino({ level: 'silent' }),
    ...options,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const drain = drainHttp(app);
  open.push(async () => {
    await drain.stop(AbortSignal.timeout(100));
    close();
  });
  return { url: `http://127.0.0.1:${port}`, port, stop: () => Promise.resolve(drain.stop(AbortSignal.timeout(5_000))) };
};

export const echo: RequestListener = (request, response) => void request.pipe(response);

/** A promise with its `resolve` outside. */
export const moment = <T = void>(): { readonly passed: Promise<T>; readonly pass: (value: T) => void } => {
  let pass: (value: T) => void = () => undefined;
  const passed = new Promise<T>((resolve) => (pass = resolve));
  return { passed, pass };
};
