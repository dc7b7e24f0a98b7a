import { readFile } from 'node:fs/promises';
import type { JWK } from 'jose';
import { SETTINGS } from './host.module.js';
import { HouseSecrets } from './house-secrets.js';
import { type CustomerLink, linkToken } from './http/link-token.js';
import type { Settings } from './settings.js';

/** A link as it is handed to a customer. It is a credential: it belongs in no event, no row and no log. */
export interface MadeLink {
  /** For `Authorization: Link <token>`. */
  readonly token: string;
  /** Of the customer's page. The token stands behind `#`, so that it is sent to no server and stands in no log of one. */
  readonly url: string;
}

/** Makes links by which customers open their complaint, with the private key of the installation. */
export class CustomerLinks {
  private constructor(
    private readonly privateKeyFile: string,
    private readonly publicUrl: string,
  ) {}

  /** Rejects where the private key is missing: it is given to the services alone that make links. */
  static async open(privateKeyFile: string, publicUrl: string): Promise<CustomerLinks> {
    const links = new CustomerLinks(privateKeyFile, publicUrl);
    await links.key();
    return links;
  }

  /** Where customers find their complaint, without a link to it: this may be written down. */
  get page(): string {
    return `${this.publicUrl}/my-complaint`;
  }

  /** Good until it expires, or until the generation of the complaint's links is another. The same link is made alike. */
  async make(link: CustomerLink): Promise<MadeLink> {
    const token = await linkToken(link, await this.key());
    return { token, url: `${this.page}#${token}` };
  }

  /** Read each time: a key that was exchanged signs from then on. */
  private async key(): Promise<JWK> {
    const key = JSON.parse(await readFile(this.privateKeyFile, 'utf8')) as JWK;
    if (!key.kid) throw new Error(`The key in ${this.privateKeyFile} has no kid.`);
    return key;
  }
}

/** For the providers of a service that makes links. */
export const customerLinksProvided = {
  provide: CustomerLinks,
  inject: [HouseSecrets, SETTINGS],
  useFactory: (secrets: HouseSecrets, { publicUrl }: Settings): Promise<CustomerLinks> =>
    CustomerLinks.open(secrets.linkPrivateKeyFile, publicUrl),
};
