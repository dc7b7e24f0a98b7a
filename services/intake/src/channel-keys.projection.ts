import type { Channel, ChannelKeyId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

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

/** Takes whatever somebody claims to be the id of a key. */
export const channelKeyNamed = async (keys: ChannelKeyRows, keyId: string): Promise<ChannelKeyRow | null> =>
  uuid.test(keyId) ? keys.findOneBy({ keyId: keyId as ChannelKeyId }) : null;
