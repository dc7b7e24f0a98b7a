import { percentile } from './everywhere.js';
import { openLoop } from './load.js';
import { type Line, report } from './table.js';
import { complaint, submit, withWholeProduct } from './whole-product.js';

/** A product is sold out: for a minute ten times as many complaints come in as before. */
const usual = Number(process.argv[2] ?? 10);
const stretchSeconds = Number(process.argv[3] ?? 60);

await withWholeProduct(async (product) => {
  const lines: Line[] = [];
  let [sent, toWait] = [0, 0];
  const offer = (productCode?: string) => async (): Promise<void> => {
    sent += 1;
    if ((await submit(product, complaint(productCode))) === 'to-wait') toWait += 1;
  };
  const stretch = async (what: string, rate: number, seconds: number, code?: string): Promise<number> => {
    const { perSecond, p99 } = await openLoop(rate, seconds, offer(code));
    const took = product.everywhere.latencies();
    // Where none became visible the others are still before them: that is the opposite of none having waited.
    const p99Visible = took.length === 0 ? Infinity : percentile(took, 0.99);
    lines.push({ what, figures: { accepted: perSecond, 'p99 of 201 ms': p99, 'p99 visible ms': p99Visible } });
    return p99Visible;
  };
  await openLoop(usual, 10, offer());
  await product.everywhere.settled(60_000);
  product.everywhere.latencies();

  const calm = await stretch(`before, ${usual}/s`, usual, stretchSeconds / 2);
  await stretch(`ten times as many, ${usual * 10}/s`, usual * 10, stretchSeconds, 'P-SOLD-OUT');
  const over = performance.now();
  let backAfterMs = Number.POSITIVE_INFINITY;
  while (performance.now() - over < 300_000) {
    if ((await stretch(`after, ${usual}/s`, usual, 5)) <= 2 * calm) {
      backAfterMs = performance.now() - over;
      break;
    }
  }
  const isWhole = await product.everywhere.settled(60_000);
  if (!isWhole) throw new Error(`Something is missing: ${JSON.stringify(await product.everywhere.behind())}`);
  lines.push({
    what: 'as before again after',
    figures: { seconds: backAfterMs / 1000, sent, 'asked to wait': toWait },
  });
  report('surge', lines);
});
