import type { Channel, ChannelKeyId, ChannelKeyIssued } from '@redress/contracts';
import { type Decider, derivedId, event, refuse } from '@redress/eventing';

interface Commands {
  IssueKey: {
    readonly keyId: ChannelKeyId;
    readonly channel: Channel;
    readonly label: string;
    readonly secretSha256: string;
    readonly requestsPerMinute: number;
  };
  RevokeKey: { readonly keyId: ChannelKeyId };
}

type ChannelKey =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'issued' } & ChannelKeyIssued)
  | ({ readonly kind: 'revoked' } & ChannelKeyIssued);

/** The key that a request asks for: the same when the request comes again. */
export const newKeyId = (commandId: string): ChannelKeyId => derivedId('channel-key', commandId) as ChannelKeyId;

/** With which a shop system sends complaints of one channel: `directory.channel-key-<keyId>`. */
export const channelKey: Decider<Commands, 'ChannelKeyIssued' | 'ChannelKeyRevoked', ChannelKey, 'key-unknown'> = {
  category: 'directory.channel-key',
  initial: { kind: 'none' },

  decide: {
    IssueKey: (key, state) => (state.kind === 'none' ? [event('ChannelKeyIssued', key)] : []),

    RevokeKey: ({ keyId }, state) => {
      if (state.kind === 'none') return refuse('key-unknown', 'There is no such key.');
      return state.kind === 'revoked' ? [] : [event('ChannelKeyRevoked', { keyId })];
    },
  },

  evolve: {
    ChannelKeyIssued: (_, key) => ({ kind: 'issued', ...key }),
    ChannelKeyRevoked: (state) => (state.kind === 'issued' ? { ...state, kind: 'revoked' } : state),
  },
};

/** Whether a key was issued with the secret of this hash: not, once secrets follow from another private key. */
export const isSecretOf = (state: ChannelKey, sha256: string): boolean =>
  state.kind !== 'none' && state.secretSha256 === sha256;
