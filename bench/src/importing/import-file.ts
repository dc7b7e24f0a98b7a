import type { Importer } from './importer.js';
import { type Line, lineKeys, linesOf, readObject } from './lines.js';
import type { Tally } from './progress.js';
import { complaintReader } from './review.js';

export interface Import {
  readonly path: string;
  readonly importer: Pick<Importer, 'send'>;
  /** So many lines are under way at once. */
  readonly parallel: number;
  /** Once aborted, what is under way is finished and nothing is begun. */
  readonly stopping: AbortSignal;
  /** Hears of a line that the server or this program refused, without anything that stands in it. */
  readonly refused: (line: number, says: string) => void;
}

export const countLines = async (path: string): Promise<number> => {
  let count = 0;
  for await (const _ of linesOf(path)) count += 1;
  return count;
};

/** Sends every line of a file, counting as it goes. Rejects when the server does not answer; doing it again goes on. */
export const importFile = async (
  { path, importer, parallel, stopping, refused }: Import,
  tally: Tally,
): Promise<void> => {
  const entries = entriesOf(path);
  const failure = new AbortController();

  const sendOne = async ({ number, complaint, key }: Entry): Promise<void> => {
    const { status, says } =
      typeof complaint === 'string' ? { status: 0, says: complaint } : await importer.send(complaint, key);
    if (status === 201) tally.received += 1;
    else if (status === 200) tally.known += 1;
    else {
      tally.refused += 1;
      refused(number, says);
    }
  };
  const work = async (): Promise<void> => {
    while (!stopping.aborted && !failure.signal.aborted) {
      const { value, done } = await entries.next();
      if (done) return;
      await sendOne(value);
    }
  };
  const workers = Array.from({ length: parallel }, () => work().catch((error: unknown) => failure.abort(error)));
  await Promise.all(workers);
  await entries.return(undefined);
  if (failure.signal.aborted && !stopping.aborted) throw failure.signal.reason;
};

interface Entry {
  readonly number: number;
  /** A sentence, where the line is no complaint. */
  readonly complaint: Readonly<Record<string, unknown>> | string;
  /** Under which the line is sent, where it has no reference of its own. */
  readonly key: string | undefined;
}

async function* entriesOf(path: string): AsyncGenerator<Entry, undefined> {
  const keyOf = lineKeys();
  const readComplaint = complaintReader();
  const read = (line: Line): Entry['complaint'] => {
    try {
      return readComplaint(readObject(line));
    } catch (error) {
      return error instanceof Error ? error.message : 'it cannot be read';
    }
  };
  for await (const line of linesOf(path)) {
    const complaint = read(line);
    const hasReference = typeof complaint !== 'string' && complaint['externalRef'] !== undefined;
    yield { number: line.number, complaint, key: hasReference ? undefined : keyOf(line) };
  }
  return undefined;
}
