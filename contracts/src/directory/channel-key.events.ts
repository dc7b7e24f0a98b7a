import { type Channel, channels } from '../intake/complaint.events.js';
import type { ChannelKeyId } from '../ids.js';
import { Count, Event, Id, Key, Line, OneOf, Sha256 } from '../kit/index.js';

/** A shop system may send complaints of one channel. Only the hash of its secret is kept, here and everywhere. */
@Event('directory.ChannelKeyIssued', 1)
export class ChannelKeyIssued {
  @Key() @Id() keyId!: ChannelKeyId;
  @OneOf(...channels) channel!: Channel;
  @Line({ maxBytes: 256 }) label!: string;
  @Sha256() secretSha256!: string;
  @Count({ min: 1, max: 1_000_000 }) requestsPerMinute!: number;
}

@Event('directory.ChannelKeyRevoked', 1)
export class ChannelKeyRevoked {
  @Key() @Id() keyId!: ChannelKeyId;
}

declare module '@redress/eventing' {
  interface EventTypes {
    ChannelKeyIssued: ChannelKeyIssued;
    ChannelKeyRevoked: ChannelKeyRevoked;
  }
}
