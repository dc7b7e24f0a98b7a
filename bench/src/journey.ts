import { percentile } from './everywhere.js';
import { openLoop } from './load.js';
import { type Line, report } from './table.js';
import { complaint, submit, withWholeProduct } from './whole-product.js';

/**
 * From the 201 of a complaint until it is triaged, has an owner, clocks, options and a receipt, and stands on the board:
 * visible in every read model. Offered at a steady rate, whatever comes back.
 */
const seconds = Number(process.argv[2] ?? 20);
const rates = (process.argv[3] ?? '10,50,100,300').split(',').map(Number);

await withWholeProduct(async (product) => {
  const lines: Line[] = [];
  // The first complaints find code that was never run.
  await openLoop(10, 10, () => submit(product, complaint()));
  await product.everywhere.settled(60_000);
  product.everywhere.latencies();
  for (const rate of rates) {
    const began = performance.now();
    let accepted = 0;
    const { perSecond, p99 } = await openLoop(rate, seconds, async () => {
      if ((await submit(product, complaint())) === 'accepted') accepted += 1;
    });
    const isWhole = await product.everywhere.settled(300_000);
    const took = product.everywhere.latencies();
    const perSecondVisible = accepted / ((performance.now() - began) / 1000);
    if (!isWhole) throw new Error(`Not all became visible: ${JSON.stringify(await product.everywhere.behind())}`);
    lines.push({
      what: `${rate}/s offered`,
      figures: {
        accepted: perSecond,
        'visible/s': perSecondVisible,
        'p99 of 201 ms': p99,
        'p50 visible ms': percentile(took, 0.5),
        'p99 visible ms': percentile(took, 0.99),
      },
    });
  }
  report('journey', lines);
});
