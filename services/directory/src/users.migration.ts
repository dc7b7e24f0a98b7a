import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables that no log can give back: credentials, and how often they were guessed at. */
export class Users1772000000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table directory.users (
        person_id uuid primary key,
        username text not null,
        username_key text collate "C" not null unique,
        salt bytea not null,
        hash bytea not null,
        cost integer not null,
        block_size integer not null,
        parallelization integer not null,
        sessions_since timestamptz not null,
        created_at timestamptz not null
      )`);
    await database.query(`
      create table directory.sign_in_attempts (
        username_hash text collate "C" primary key,
        failures integer not null,
        last_failed_at timestamptz not null,
        locked_until timestamptz
      )`);
    await database.query('create index on directory.sign_in_attempts (last_failed_at)');
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query('drop table directory.sign_in_attempts');
    await database.query('drop table directory.users');
  }
}
