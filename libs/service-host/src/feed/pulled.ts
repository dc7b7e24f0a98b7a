import { Readable } from 'node:stream';

/** So many bytes wait for a slow reader, and the piece that comes after them. */
const waitingBytes = 65_536;

/** A stream that makes the next piece only when its reader has room for it, and that ends what makes them as soon as the reader goes away. */
export class Pulled extends Readable {
  constructor(
    private readonly pieces: AsyncGenerator<string, void>,
    /** Called once, when nothing more will be asked for. */
    private readonly leave: () => void,
  ) {
    super({ highWaterMark: waitingBytes });
  }

  override _read(): void {
    this.pieces.next().then(
      ({ done, value }) => {
        if (!this.destroyed) this.push(done ? null : value);
      },
      (error: unknown) => this.destroy(error as Error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.leave();
    this.pieces.return().then(
      () => done(error),
      (failure: unknown) => done(error ?? (failure as Error)),
    );
  }
}
