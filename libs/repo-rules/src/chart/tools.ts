import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a program wrote, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Helm, and the program that decodes manifests strictly; both of the versions that `deploy/helm/strict/go.sum` names. */
export interface ChartTools {
  readonly helm: (...words: readonly string[]) => Promise<Ended>;
  /** Ends with 1 and a line for each fault. */
  readonly strict: (manifests: string) => Promise<Ended>;
}

const mebibyte = 2 ** 20;

const ended = async (program: string, words: readonly string[], input = ''): Promise<Ended> => {
  const running = run(program, [...words], { maxBuffer: 64 * mebibyte });
  running.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout, errors: stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, output: stdout, errors: stderr };
  }
};

const digestOf = (folder: string): string => {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
};

/**
 * Builds the two programs where this source of them was not built yet, which needs Go and its module proxy and takes
 * minutes the first time. Rejects with what the compiler said.
 */
export const chartTools = async (root: string): Promise<ChartTools> => {
  const source = join(root, 'deploy/helm/strict');
  const built = join(root, 'node_modules/.cache/redress/helm', digestOf(source));
  if (!existsSync(built)) {
    const draft = `${built}.${randomUUID()}`;
    mkdirSync(draft, { recursive: true });
    await run('go', ['build', '-trimpath', '-o', `${draft}/`, '.', 'helm.sh/helm/v3/cmd/helm'], { cwd: source });
    try {
      renameSync(draft, built);
    } catch (error) {
      // Whoever built at the same time was first: its programs are as good.
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(built)) throw error;
    }
  }
  return {
    helm: (...words) => ended(join(built, 'helm'), words),
    strict: (manifests) => ended(join(built, 'strict'), [], manifests),
  };
};
