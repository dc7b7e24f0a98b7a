import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What the server says to the next mail: it takes it, or it answers with this code. */
export type Saying = 'takes' | number;

/** A real SMTP server on loopback, and what has been handed in. */
export interface PostOffice {
  readonly url: string;
  readonly mails: readonly Email[];
  /** Of every mail that was offered, taken or not. */
  readonly offered: () => number;
  /** Said to mails in this order; after them all are taken. */
  says(...sayings: readonly Saying[]): void;
  close(): Promise<void>;
  /** On the same port again. */
  reopen(): Promise<void>;
}

export const postOffice = async (): Promise<PostOffice> => {
  const mails: Email[] = [];
  let sayings: Saying[] = [];
  let offered = 0;
  let server: SMTPServer;
  const open = async (port: number): Promise<number> => {
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      closeTimeout: 50,
      onData: (stream, _session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          offered += 1;
          const saying = sayings.shift() ?? 'takes';
          if (saying !== 'takes') return done(Object.assign(new Error('Not now.'), { responseCode: saying }));
          PostalMime.parse(Buffer.concat(parts)).then((mail) => {
            mails.push(mail);
            done();
          }, done);
        });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return (server.server.address() as AddressInfo).port;
  };
  const port = await open(0);
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    offered: () => offered,
    says: (...next) => {
      sayings = [...next];
    },
    close: () => new Promise((resolve) => server.close(resolve)),
    reopen: async () => {
      await open(port);
    },
  };
};
