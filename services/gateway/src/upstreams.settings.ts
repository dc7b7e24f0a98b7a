import { type Environment, textOf, WrongSetting } from '@redress/service-host';

/** Where each service is: `intake` → `http://intake:3000`. */
export type Upstreams = ReadonlyMap<string, URL>;

const form = 'looks like intake=http://intake:3000,sla=http://sla:3000';
/** Pages of the gateway itself, and what every service has of its own. */
const taken = new Set(['operations']);

/** `UPSTREAMS`. Throws `WrongSetting` when there is none, or one that cannot be meant. */
export const readUpstreams = (environment: Environment): Upstreams => {
  const text = textOf(environment, 'UPSTREAMS');
  if (text === undefined) throw new WrongSetting('UPSTREAMS', `is needed: it ${form}`);
  const upstreams = new Map<string, URL>();
  for (const part of text.split(',')) {
    const [, service = '', address = ''] = /^\s*([a-z][a-z0-9-]*)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (service === '' || !URL.canParse(address)) throw new WrongSetting('UPSTREAMS', form);
    if (taken.has(service)) throw new WrongSetting('UPSTREAMS', `cannot name a service ${service}`);
    if (upstreams.has(service)) throw new WrongSetting('UPSTREAMS', `names ${service} twice`);
    const url = new URL(address);
    if (url.protocol !== 'http:' || url.pathname !== '/' || url.search !== '' || url.username !== '')
      throw new WrongSetting('UPSTREAMS', `names ${service} by more than http://host:port`);
    upstreams.set(service, url);
  }
  return upstreams;
};
