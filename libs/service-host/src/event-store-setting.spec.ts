import { WrongSetting } from './setting.js';
import { readSettings } from './settings.js';

const url = 'esdb://127.0.0.1:2113?tls=false';

describe('EVENT_STORE', () => {
  it('is PostgreSQL unless it is said, whatever URL stands beside it', () => {
    for (const environment of [{}, { EVENT_STORE: 'postgres' }, { EVENTSTOREDB_URL: url }])
      expect(readSettings(environment).eventStoreDbUrl).toBeUndefined();
  });

  it('may be EventStoreDB, and then says where that is', () => {
    expect(readSettings({ EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: url }).eventStoreDbUrl).toBe(url);
    expect(() => readSettings({ EVENT_STORE: 'eventstoredb' })).toThrow('EVENTSTOREDB_URL is needed');
  });

  it('is nothing else', () => {
    expect(() => readSettings({ EVENT_STORE: 'mongo' })).toThrow(WrongSetting);
  });
});
