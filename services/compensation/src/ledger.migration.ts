import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the bundled payment system: what it has booked, and what it is to do wrong. */
export class Ledger1773000000000 implements MigrationInterface {
  async up(database: QueryRunner): Promise<void> {
    await database.query(`
      create table compensation.ledger_entries (
        reference text collate "C" primary key,
        complaint_id uuid not null,
        compensation_id uuid not null,
        kind text not null,
        amount_minor bigint,
        currency text,
        state text not null,
        refusal text,
        booked_at timestamptz not null,
        reversed_at timestamptz
      )`);
    await database.query('create index on compensation.ledger_entries (booked_at, reference)');
    await database.query(`
      create table compensation.ledger_faults (
        fault text primary key,
        remaining integer not null,
        milliseconds integer not null
      )`);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query('drop table compensation.ledger_faults');
    await database.query('drop table compensation.ledger_entries');
  }
}
