import { randomUUID } from 'node:crypto';
import { type Block, caseNumberOf } from './case-number.rules.js';

/** Answers a block that nobody else was or will be given; the id names the request. Rejects when none could be reserved. */
export type ReserveBlock = (commandId: string) => Promise<Block>;

/** A block is asked for before the one at hand has run out, so that hardly anybody waits for it. */
const enough = 100;

/**
 * Gives out case numbers, each once. A process keeps the block it has reserved in memory: what is left of it when the
 * process ends is never used.
 */
export class CaseNumbers {
  private readonly blocks: { next: number; readonly last: number }[] = [];
  private reserving: Promise<void> | undefined;

  constructor(private readonly reserve: ReserveBlock) {}

  async next(): Promise<string> {
    for (;;) {
      const number = this.take();
      if (number === undefined) await this.refill();
      else {
        // Its failure concerns nobody yet: whoever finds no number left asks again and hears of it.
        if (this.left() < enough) this.refill().catch(() => undefined);
        return caseNumberOf(number);
      }
    }
  }

  private take(): number | undefined {
    const [block] = this.blocks;
    if (!block) return undefined;
    const number = block.next;
    block.next += 1;
    if (number === block.last) this.blocks.shift();
    return number;
  }

  private left(): number {
    return this.blocks.reduce((sum, { next, last }) => sum + last - next + 1, 0);
  }

  private refill(): Promise<void> {
    this.reserving ??= this.reserve(randomUUID())
      .then(({ first, last }) => void this.blocks.push({ next: first, last }))
      .finally(() => (this.reserving = undefined));
    return this.reserving;
  }
}
