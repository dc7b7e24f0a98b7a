import type { PersonId } from '@redress/contracts';
import { derivedId, type Refusal, refuse } from '@redress/eventing';

/** The person that a request adds: the same when the request comes again. */
export const newPersonId = (commandId: string): PersonId => derivedId('person', commandId) as PersonId;

/**
 * Usernames with the same key are the same: neither case nor how Unicode composes a letter makes another account. Down,
 * up and down again, since some letters are equal in one direction only: ẞ and ß, ß and SS.
 */
export const usernameKey = (username: string): string =>
  username.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');

/** NIST SP 800-63B-4 §3.1.1.2: length is what counts; no rules about kinds of characters, no regular changes. */
export const shortestPassword = 8;

/** A password as it is hashed: the same whichever way a keyboard composes its letters. */
export const passwordText = (password: string): string => password.normalize('NFC');

type Weakness = Refusal<'password-too-short' | 'password-is-username'>;

/** Why a password is refused; length in characters as people count them. */
export const weaknessOf = (password: string, username: string): Weakness | undefined => {
  if ([...passwordText(password)].length < shortestPassword)
    return refuse('password-too-short', `A password has at least ${shortestPassword} characters.`);
  return usernameKey(password) === usernameKey(username)
    ? refuse('password-is-username', 'The password is the username.')
    : undefined;
};

export const usernameTaken = refuse('username-taken', 'Somebody else has this username.');
export const passwordWrong = refuse('password-wrong', 'The current password is another one.');
export const keyShown = refuse('key-cannot-be-shown', 'This key was shown when it was issued. Issue another one.');
