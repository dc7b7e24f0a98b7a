/** `EVENTSTOREDB_URL` says something that cannot be meant, or that would break a promise of the store. */
export class WrongEventStoreDbUrl extends Error {
  constructor(detail: string) {
    super(`EVENTSTOREDB_URL ${detail}.`);
    this.name = 'WrongEventStoreDbUrl';
  }
}

const shape =
  /^(?<scheme>esdb|esdb\+discover):\/\/(?:(?<user>[^:@/?]+):(?<password>[^@/?]+)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<settings>.*))?$/;
const host = /^[\w.-]+(?::(?<port>\d{1,5}))?$/;

const isCount = (value: string): boolean => /^\d+$/.test(value);
const isSwitch = (value: string): boolean => value === 'true' || value === 'false';
const isText = (value: string): boolean => value !== '';

/** What each setting may be; those that are refused stand in `refused`. */
const known: Readonly<Record<string, readonly [is: (value: string) => boolean, what: string]>> = {
  tls: [isSwitch, 'true or false'],
  tlsCAFile: [isText, 'a file'],
  userCertFile: [isText, 'a file'],
  userKeyFile: [isText, 'a file'],
  connectionName: [isText, 'a name'],
  nodePreference: [(value) => value.toLowerCase() === 'leader', 'leader: what is read must be what was appended'],
  throwOnAppendFailure: [(value) => value === 'true', 'true: otherwise a conflict is answered as a wrong revision'],
  tlsVerifyCert: [
    (value) => value === 'true',
    'true: the client cannot do without it, name the authority by tlsCAFile',
  ],
  maxDiscoverAttempts: [isCount, 'a whole number'],
  discoveryInterval: [isCount, 'a whole number of milliseconds'],
  gossipTimeout: [isCount, 'a whole number of seconds'],
  defaultDeadline: [isCount, 'a whole number of milliseconds'],
  keepAliveInterval: [isCount, 'a whole number of milliseconds'],
  keepAliveTimeout: [isCount, 'a whole number of milliseconds'],
};

/**
 * The connection string as the client takes it, named `redress` unless it names itself. Throws `WrongEventStoreDbUrl`;
 * the client itself passes over settings that it does not know.
 */
export const checkedUrl = (url: string): string => {
  const parts = shape.exec(url.trim())?.groups;
  if (!parts?.['hosts'])
    throw new WrongEventStoreDbUrl(
      'looks like esdb://host:2113?tls=false, or esdb+discover://user:password@cluster:2113 for a cluster',
    );
  for (const one of parts['hosts'].split(',')) {
    const found = host.exec(one);
    if (!found || Number(found.groups?.['port'] ?? 2113) > 65_535)
      throw new WrongEventStoreDbUrl(`names ${one === '' ? 'an empty host' : one}, which is not a host and a port`);
  }
  const named = parts['settings'] ? parts['settings'].split('&') : [];
  for (const setting of named) checkSetting(setting);
  const hasName = named.some((setting) => setting.startsWith('connectionName='));
  const plain = url.trim();
  return hasName ? plain : `${plain}${parts['settings'] ? '&' : plain.endsWith('?') ? '' : '?'}connectionName=redress`;
};

const checkSetting = (setting: string): void => {
  const [name = '', value = ''] = setting.split('=', 2);
  const rule = known[name];
  if (!rule) throw new WrongEventStoreDbUrl(`has the setting ${name || '(without a name)'}, which is not known`);
  const [is, what] = rule;
  if (!is(value)) throw new WrongEventStoreDbUrl(`says ${setting}, but ${name} is ${what}`);
};
