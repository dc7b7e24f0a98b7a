import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';

import { PersonalColumn, keyNameOf, originOf, personalColumnsOf } from './personal-column.js';

@Entity()
class Contact {
  @PrimaryColumn({ type: 'uuid' })
  complaintId!: string;

  @PersonalColumn('contact')
  email!: string | null;

  @PersonalColumn('record', 'jsonb')
  address!: object | null;

  @Column({ type: 'text' })
  channel!: string;
}

@Entity()
class BusinessContact extends Contact {
  @PersonalColumn('contact')
  company!: string | null;

  @PersonalColumn('record', 'text', { array: true })
  words!: readonly string[] | null;
}

@Entity()
class Plain {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;
}

const columnsOf = async (entity: new () => object): Promise<readonly unknown[]> => {
  const source = new DataSource({ type: 'postgres', entities: [entity] });
  await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  return source
    .getMetadata(entity)
    .columns.map(({ databaseName, type, isNullable, isSelect, isInsert }) =>
      [databaseName, type, isNullable ? 'null' : 'not null', isSelect ? 'read' : 'hidden', isInsert].join(' '),
    );
};

describe('A personal column', () => {
  test('It may be empty, and beside it stands its origin, hidden but written.', async () => {
    expect(await columnsOf(Contact)).toEqual([
      'complaintId uuid not null read true',
      'email text null read true',
      'emailOrigin text null hidden true',
      'address jsonb null read true',
      'addressOrigin text null hidden true',
      'channel text not null read true',
    ]);
  });

  test('An entity tells its personal columns, those it inherits too.', () => {
    const email = { property: 'email', origin: 'emailOrigin', purpose: 'contact' };
    const address = { property: 'address', origin: 'addressOrigin', purpose: 'record' };
    const company = { property: 'company', origin: 'companyOrigin', purpose: 'contact' };
    const words = { property: 'words', origin: 'wordsOrigin', purpose: 'record' };
    expect(personalColumnsOf(Contact)).toEqual([email, address]);
    expect(personalColumnsOf(BusinessContact)).toEqual([email, address, company, words]);
    expect(personalColumnsOf(Plain)).toEqual([]);
  });

  test('An origin names its key, whatever the subject is called.', () => {
    for (const subject of ['c-1', 'a/b/contact/1', 'x\ny']) {
      const name = { subject, purpose: 'record' as const, generation: 12 };
      expect(keyNameOf(originOf(name))).toEqual(name);
    }
    for (const text of ['', 'c-1', 'c-1/other/1', 'c-1/contact/0', '/contact/1'])
      expect(keyNameOf(text)).toBeUndefined();
  });
});
