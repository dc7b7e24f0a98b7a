import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  ChannelKeyGiven,
  ChannelKeyMade,
  ChannelKeyPath,
  ChannelKeysAsked,
  ChannelKeyShown,
  DirectoryChanged,
} from '@redress/contracts';
import {
  Allow,
  Answers,
  Commands,
  keysetPage,
  missing,
  type Page,
  pageOf,
  RefusedError,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { channelKey, isSecretOf, newKeyId } from './channel-key.decider.js';
import { allKeys, IssuedKey, newestFirst } from './channel-keys.projection.js';
import { ChannelSecrets } from './channel-secrets.adapter.js';
import { keyShown } from './credentials.rules.js';

@Controller('directory/channel-keys')
@Allow('administrator')
export class ChannelKeysController {
  constructor(
    private readonly commands: Commands,
    private readonly secrets: ChannelSecrets,
    @Rows(IssuedKey) private readonly keys: Repository<IssuedKey>,
  ) {}

  @Get()
  @Answers(200, pageOf(ChannelKeyShown))
  list(@Query() page: ChannelKeysAsked): Promise<Page<ChannelKeyShown>> {
    return keysetPage(allKeys(this.keys), { columns: newestFirst, ...page });
  }

  /** The answer shows the key, and so does the answer to the same request sent again under its Idempotency-Key. */
  @Post()
  @Answers(201, ChannelKeyMade)
  async issue(@Body() given: ChannelKeyGiven, @SentBy() sender: Sender): Promise<ChannelKeyMade> {
    const keyId = newKeyId(sender.commandId);
    const { secret, sha256: secretSha256 } = this.secrets.of(keyId);
    const command = { ...given, keyId, secretSha256 };
    const { position, state } = await this.commands.send(channelKey, keyId, 'IssueKey', command, sender);
    if (!isSecretOf(state, secretSha256)) throw new RefusedError(keyShown);
    return { keyId, key: `${keyId}.${secret}`, position };
  }

  @Post(':keyId/revoke')
  @Answers(200, DirectoryChanged)
  async revoke(@Param() { keyId }: ChannelKeyPath, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    const { position } = await this.commands
      .send(channelKey, keyId, 'RevokeKey', { keyId }, sender)
      .catch(missing('key-unknown', 'key'));
    return { position };
  }
}
