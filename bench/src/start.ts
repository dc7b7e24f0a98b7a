import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct } from '@redress/standalone/testing';
import { report } from './table.js';

/** First and warm start of the built product, and what the idle process holds. Seconds, MB. */
const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));

const start = async (): Promise<{ readonly seconds: number; readonly residentMb: number }> => {
  const began = performance.now();
  const product = await startProduct(dataDirectory, { LOG_LEVEL: 'error' });
  const seconds = (performance.now() - began) / 1000;
  const status = readFileSync(`/proc/${product.pid}/status`, 'utf8');
  const residentMb = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
  await product.stop();
  return { seconds, residentMb };
};

const first = await start();
const warm = [await start(), await start(), await start()].sort((a, b) => a.seconds - b.seconds);
report('start', [
  { what: 'first start, empty data directory', figures: { ...first } },
  { what: 'warm start, median of three', figures: { ...(warm[1] ?? first) } },
]);
rmSync(dataDirectory, { recursive: true, force: true });
