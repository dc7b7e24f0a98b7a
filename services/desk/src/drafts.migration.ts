import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people were about to answer. No log tells of it: what was never said would stand there for ever. */
export class Drafts1774000000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table desk.drafts (
        complaint_id uuid not null,
        person_id uuid not null,
        text text,
        text_origin text,
        saved_at timestamptz not null,
        primary key (complaint_id, person_id)
      )`);
    await database.query('create index on desk.drafts (saved_at)');
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query('drop table desk.drafts');
  }
}
