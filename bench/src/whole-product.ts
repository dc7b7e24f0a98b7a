import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, asChannel, channelKey, signIn, startProduct } from '@redress/standalone/testing';
import { type Everywhere, watchEverywhere } from './everywhere.js';
import { withServer } from './measured-server.js';

const password = 'a password for benchmarks 1';

const texts = [
  '주문한 지 일주일이 지났는데 택배가 아직 오지 않았습니다. 언제 받을 수 있는지 알려 주세요.',
  '받은 상품이 사진과 색상이 다릅니다. 반품하고 싶어요.',
  'The zipper broke after two days. I would like a refund, please.',
  '결제가 두 번 되었어요. 확인 부탁드립니다.',
];

export const complaint = (productCode = `P-${Math.floor(Math.random() * 500)}`): object => ({
  channel: 'api',
  customer: { id: `C-${randomUUID()}`, name: '김민수', email: 'minsu@example.com', tier: 'silver', locale: 'ko' },
  order: { number: `O-${randomUUID()}`, valueMinor: 39_900, currency: 'KRW', region: 'Seoul', sellerId: 'S-12' },
  productCode,
  text: texts[Math.floor(Math.random() * texts.length)],
});

export interface WholeProduct {
  /** As the shop's system. */
  readonly shop: Api;
  readonly everywhere: Everywhere;
}

/** The product on a PostgreSQL of its own, people with room for all cases, and somebody who counts. */
export const withWholeProduct = (use: (product: WholeProduct) => Promise<void>): Promise<void> =>
  withServer(async (url) => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
    const product = await startProduct(dataDirectory, {
      DATABASE_URL: url,
      INITIAL_PASSWORD: password,
      LOG_LEVEL: 'error',
    });
    const administrator = await signIn(product.url, 'administrator', password);
    const { body } = await administrator.ask('GET', '/api/triage/ownership-policy');
    const { version: _, ...policy } = body as { readonly version: number };
    const room = { ...policy, mostOpenCases: 10_000 };
    const { status } = await administrator.ask('PUT', '/api/triage/ownership-policy', room);
    if (status !== 200) throw new Error(`The policy was not taken: ${status}.`);
    administrator.close();
    const shop = asChannel(product.url, await channelKey(product.url, password, 'api'));
    const everywhere = await watchEverywhere(url);
    try {
      await use({ shop, everywhere });
    } finally {
      await everywhere.stop();
      shop.close();
      await product.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    }
  });

/** Sends a complaint once; answers whether it was accepted, or asked to wait. */
export const submit = async ({ shop, everywhere }: WholeProduct, what: object): Promise<'accepted' | 'to-wait'> => {
  const { status, body } = await shop.ask('POST', '/api/intake/complaints', what, { 'idempotency-key': randomUUID() });
  if (status === 429 || status === 503) return 'to-wait';
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  everywhere.accepted((body as { readonly complaintId: string }).complaintId, performance.now());
  return 'accepted';
};
