import { checkedUrl, WrongEventStoreDbUrl } from './url.js';

describe('EVENTSTOREDB_URL', () => {
  it.each([
    'esdb://127.0.0.1:2113?tls=false',
    'esdb://localhost',
    'esdb://admin:change%3Ait@one:2113,two:2113/?keepAliveInterval=10000',
    'esdb+discover://admin:changeit@cluster.example.com:2113?tlsCAFile=ca.crt&nodePreference=leader',
  ])('may be %s', (url) => {
    expect(checkedUrl(url)).toContain(url.split('?')[0]);
  });

  it('names the connection unless it is named', () => {
    expect(checkedUrl('esdb://one?tls=false')).toBe('esdb://one?tls=false&connectionName=redress');
    expect(checkedUrl('esdb://one')).toBe('esdb://one?connectionName=redress');
    expect(checkedUrl('esdb://one?connectionName=sla')).toBe('esdb://one?connectionName=sla');
  });

  it.each([
    ['', 'looks like'],
    ['postgres://one', 'looks like'],
    ['esdb://', 'looks like'],
    ['esdb://one:123456', 'not a host and a port'],
    ['esdb://one,,two', 'empty host'],
    ['esdb://one?throwOnAppendFailure=false', 'throwOnAppendFailure is true'],
    ['esdb://one?nodePreference=follower', 'nodePreference is leader'],
    ['esdb://one?tlsVerifyCert=false', 'tlsVerifyCert is true'],
    ['esdb://one?tls=no', 'tls is true or false'],
    ['esdb://one?keepAliveTimeout=soon', 'whole number of milliseconds'],
    ['esdb://one?tsl=false', 'has the setting tsl, which is not known'],
  ])('is refused by name: %s', (url, detail) => {
    expect(() => checkedUrl(url)).toThrow(WrongEventStoreDbUrl);
    expect(() => checkedUrl(url)).toThrow(detail);
  });
});
