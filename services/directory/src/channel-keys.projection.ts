import type { Channel, ChannelKeyId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

@Entity('channel_keys')
@Index(['issuedAt', 'keyId'])
export class IssuedKey {
  @PrimaryColumn('uuid') keyId!: ChannelKeyId;
  @Column('text') channel!: Channel;
  @Column('text') label!: string;
  @Column('int') requestsPerMinute!: number;
  @Column('timestamptz') issuedAt!: Date;
  @Column('boolean') revoked!: boolean;
}

/** Which keys were issued, and which of them still hold. */
export const channelKeys = projection({
  name: 'directory.channel-keys',
  table: IssuedKey,
  key: ['keyId'],
  on: {
    ChannelKeyIssued: (_, { keyId, channel, label, requestsPerMinute }, { occurredAt }) => ({
      keyId,
      channel,
      label,
      requestsPerMinute,
      issuedAt: occurredAt,
      revoked: false,
    }),
    ChannelKeyRevoked: (key) => key && { ...key, revoked: true },
  },
});

export const newestFirst = [
  ['issuedAt', 'DESC'],
  ['keyId', 'DESC'],
] as const;

export const allKeys = (rows: Repository<IssuedKey>): SelectQueryBuilder<IssuedKey> => rows.createQueryBuilder('key');
