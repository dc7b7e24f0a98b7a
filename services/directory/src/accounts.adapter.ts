import { createHmac } from 'node:crypto';
import type { PersonId } from '@redress/contracts';
import type { WallClock } from '@redress/eventing';
import { Column, Entity, LessThan, Not, PrimaryColumn, type Repository } from 'typeorm';
import { afterFailure, type Attempts, forgottenAfterMs, secondsLocked } from './attempts.rules.js';
import { usernameKey } from './credentials.rules.js';
import { hashesWaiting, isCheap, isPassword, type StoredPassword, storedPassword } from './passwords.adapter.js';

/** What signs a person in: here and nowhere else, since a log never forgets. Made by a migration, kept for good. */
@Entity('users')
export class User implements StoredPassword {
  @PrimaryColumn('uuid') personId!: PersonId;
  @Column('text') username!: string;
  @Column('text') usernameKey!: string;
  @Column('bytea') salt!: Buffer;
  @Column('bytea') hash!: Buffer;
  @Column('int') cost!: number;
  @Column('int') blockSize!: number;
  @Column('int') parallelization!: number;
  /** Sessions that began before are over: the password is another one since. */
  @Column('timestamptz') sessionsSince!: Date;
  @Column('timestamptz') createdAt!: Date;
}

/** Wrong passwords by username; of the username a keyed hash, since people type all sorts of things there. */
@Entity('sign_in_attempts')
export class SignInAttempt implements Attempts {
  @PrimaryColumn('text') usernameHash!: string;
  @Column('int') failures!: number;
  @Column('timestamptz') lastFailedAt!: Date;
  @Column('timestamptz', { nullable: true }) lockedUntil!: Date | null;
}

export type UserRows = Repository<User>;
export type AttemptRows = Repository<SignInAttempt>;

export type Checked =
  | { readonly kind: 'right'; readonly user: User }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly seconds: number }
  | { readonly kind: 'busy' };

/** Who wants to sign in with what. */
export interface NewAccount {
  readonly personId: PersonId;
  readonly username: string;
}

/** Beyond so many hashes in line the wait would be longer than anybody waits: some ten seconds. */
const mostWaiting = 100;
/** A username whose person never came into being is free again after this time. */
const reservedMs = 60_000;
const uniqueViolation = '23505';

/** The accounts that sign people in, and how often their passwords were guessed at. */
export class Accounts {
  private readonly lines = new Map<string, Promise<unknown>>();

  constructor(
    private readonly users: UserRows,
    private readonly attempts: AttemptRows,
    private readonly clock: WallClock,
    /** Newest first. */
    private readonly secrets: readonly { readonly version: number; readonly secret: Buffer }[],
  ) {}

  /** One guess at a time for each username: otherwise a hundred at once would all come before the first failure. */
  check(username: string, password: string): Promise<Checked> {
    const key = usernameKey(username);
    const before = this.lines.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.checkNow(key, password));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.lines.set(key, settled);
    void settled.then(() => this.lines.get(key) === settled && this.lines.delete(key));
    return mine;
  }

  of(personId: string): Promise<User | null> {
    return this.users.findOneBy({ personId: personId as PersonId });
  }

  /**
   * Takes the username for somebody about to be added; again for the same person it takes the newer password. A
   * username is free when its person never came into being: `isHere` tells.
   */
  async reserve(
    account: NewAccount,
    password: string,
    isHere: (personId: PersonId) => Promise<boolean>,
  ): Promise<'reserved' | 'taken'> {
    const row = this.rowOf(account, await storedPassword(password));
    const { usernameKey } = row;
    for (;;) {
      try {
        await this.users.upsert(row, ['personId']);
        return 'reserved';
      } catch (error) {
        if (codeOf(error) !== uniqueViolation) throw error;
      }
      const holder = await this.users.findOneBy({ usernameKey });
      if (!holder) continue;
      const { personId, createdAt } = holder;
      const isFresh = row.createdAt.getTime() - createdAt.getTime() < reservedMs;
      if (isFresh || (await isHere(personId))) return 'taken';
      await this.users.delete({ personId, createdAt });
    }
  }

  /** Gives up a username whose person was refused. */
  async release(personId: PersonId): Promise<void> {
    await this.users.delete({ personId });
  }

  /** Ends the sessions of the old password and whatever lock there is. Answers false where there is no account. */
  async setPassword(personId: PersonId, password: string): Promise<boolean> {
    const stored = await storedPassword(password);
    const user = await this.of(personId);
    if (!user) return false;
    await this.users.update({ personId }, { ...stored, sessionsSince: this.clock.now() });
    await this.attempts.delete({ usernameHash: this.hashOf(user.usernameKey) });
    return true;
  }

  /**
   * A request that adds somebody is recognised by all of it but the password: the log never forgets, and a hash that is
   * quick to make is quick to guess.
   */
  recognised<S extends { readonly commandId: string; readonly requestHashes?: readonly string[] }>(
    sender: S,
    given: readonly unknown[],
  ): S {
    if (!sender.requestHashes) return sender;
    const text = `${sender.commandId}\n${JSON.stringify(given)}`;
    const hashes = this.secrets.map(
      ({ version, secret }) => `${version}.${createHmac('sha256', secret).update(text).digest('hex')}`,
    );
    return { ...sender, requestHash: hashes[0], requestHashes: hashes };
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.users.exists());
  }

  /** All of them or, where there is any account already, none. One hash serves all: they have one password. */
  async addFirst(accounts: readonly NewAccount[], password: string): Promise<'added' | 'others-were-first'> {
    const stored = await storedPassword(password);
    return this.users.manager.transaction(async (transaction) => {
      await transaction.query(`lock table ${this.users.metadata.tablePath} in exclusive mode`);
      if (await transaction.exists(User)) return 'others-were-first';
      await transaction.insert(
        User,
        accounts.map((account) => this.rowOf(account, stored)),
      );
      return 'added';
    });
  }

  private async checkNow(key: string, password: string): Promise<Checked> {
    const usernameHash = this.hashOf(key);
    const seconds = secondsLocked((await this.attempts.findOneBy({ usernameHash })) ?? undefined, this.clock.now());
    if (seconds > 0) return { kind: 'locked', seconds };
    if (hashesWaiting() >= mostWaiting) return { kind: 'busy' };
    const user = await this.users.findOneBy({ usernameKey: key });
    if (!(await isPassword(password, user)) || !user) {
      await this.noteFailure(usernameHash);
      return { kind: 'wrong' };
    }
    await this.attempts.delete({ usernameHash });
    if (isCheap(user)) await this.hashAgain(user, password);
    return { kind: 'right', user };
  }

  private async noteFailure(usernameHash: string): Promise<void> {
    const at = this.clock.now();
    await this.attempts.manager.transaction(async (transaction) => {
      const before = await transaction.findOne(SignInAttempt, {
        where: { usernameHash },
        lock: { mode: 'pessimistic_write' },
      });
      await transaction.upsert(SignInAttempt, { usernameHash, ...afterFailure(before ?? undefined, at) }, [
        'usernameHash',
      ]);
    });
    const forgotten = new Date(at.getTime() - forgottenAfterMs);
    await this.attempts.delete({ lastFailedAt: LessThan(forgotten), usernameHash: Not(usernameHash) });
  }

  /** Only over the very hash that was looked at: the password may have been changed meanwhile. */
  private async hashAgain({ personId, hash }: User, password: string): Promise<void> {
    await this.users.update({ personId, hash }, await storedPassword(password));
  }

  private rowOf({ personId, username }: NewAccount, stored: StoredPassword): User {
    const now = this.clock.now();
    return { personId, username, usernameKey: usernameKey(username), ...stored, sessionsSince: now, createdAt: now };
  }

  private hashOf(key: string): string {
    // A new secret forgets failed guesses; the limits of the edge still hold.
    return createHmac('sha256', this.secrets[0]?.secret ?? '')
      .update(`sign-in attempts\n${key}`)
      .digest('hex');
  }
}

const codeOf = (error: unknown): unknown =>
  (error as { driverError?: { code?: unknown } } | undefined)?.driverError?.code;
