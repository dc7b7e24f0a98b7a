import type { Channel, ChannelKeyId } from '@redress/contracts';
import { batched, projection } from '@redress/eventing';
import { Column, Entity, In, PrimaryColumn, type Repository } from 'typeorm';

@Entity('channel_keys')
export class ChannelKeyRow {
  @PrimaryColumn('uuid') keyId!: ChannelKeyId;
  @Column('text') channel!: Channel;
  @Column('text') secretSha256!: string;
  @Column('int') requestsPerMinute!: number;
}
export type ChannelKeyRows = Repository<ChannelKeyRow>;

/** The API keys with which shop systems send complaints, as long as they hold. */
export const channelKeys = projection({
  name: 'intake.channel-keys',
  table: ChannelKeyRow,
  key: ['keyId'],
  on: {
    ChannelKeyIssued: (_, { keyId, channel, secretSha256, requestsPerMinute }) => ({
      keyId,
      channel,
      secretSha256,
      requestsPerMinute,
    }),
    ChannelKeyRevoked: () => null,
  },
});

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** By what somebody claims to be the id of a key. Every request of a shop asks: those that come together ask together. */
export const channelKeyNamed = (keys: ChannelKeyRows): ((keyId: string) => Promise<ChannelKeyRow | undefined>) => {
  const find = batched(async (keyIds: readonly ChannelKeyId[]) => {
    const rows = await keys.findBy({ keyId: In([...new Set(keyIds)]) });
    return keyIds.map((keyId) => rows.find((row) => row.keyId === keyId));
  });
  return async (keyId) => (uuid.test(keyId) ? find(keyId as ChannelKeyId) : undefined);
};
