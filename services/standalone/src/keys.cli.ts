import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { HouseSecrets } from '@redress/service-host';

/** Makes the secrets that all processes of a distributed installation share. Rejects for a folder that holds anything. */
export const keys = async (words: readonly string[]): Promise<readonly string[]> => {
  const [what, folder, ...more] = words;
  if (what !== 'init' || folder === undefined || more.length > 0) throw new Error('redress keys init <new folder>');
  const directory = resolve(folder);
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new Error(`${directory} is not empty: secrets that are in use must never be written over.`);
  await HouseSecrets.made(directory);
  return [
    `The secrets of an installation are in ${directory}, readable by you only. Keep a copy apart from the databases:`,
    '  request-hash.secret         all services; recognises requests that come again',
    '  customer-pseudonym.secret   all services; must never change, or every customer becomes another one',
    '  key-encryption.keys         services that read or write personal data; wraps the keys in the vault',
    '  sign-in.public.json         all services; checks sign-in tokens',
    '  sign-in.private.json        directory alone; signs them',
    '  customer-link.public.json   all services; checks customers’ links',
    '  customer-link.private.json  intake and notification alone; signs them',
    'A process finds them in the folder that SECRETS_DIR names. On Kubernetes, from that folder:',
    '  kubectl create secret generic redress-shared --from-file=request-hash.secret --from-file=customer-pseudonym.secret \\',
    '    --from-file=key-encryption.keys --from-file=sign-in.public.json --from-file=customer-link.public.json',
    '  kubectl create secret generic redress-sign-in --from-file=sign-in.private.json',
    '  kubectl create secret generic redress-links --from-file=customer-link.private.json',
  ];
};
