import { type Answer, ask, type Environment, signIn, urlOf } from './running-redress.cli.js';

/** The operator's part of the API. Answers bodies; rejects with a sentence. */
export interface Operations {
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
}

/** Prints a line at once: what takes long shows how far it is. */
export type Say = (line: string) => void;

export const say: Say = (line) => void process.stdout.write(`${line}\n`);

/** Paths below `/api/operations`. Where no token was given it signs in, again when the token has expired meanwhile. */
export const operations = async (environment: Environment, username = 'administrator'): Promise<Operations> => {
  const url = urlOf(environment);
  const newToken = (): Promise<string> => signIn(url, username, environment);
  let token = environment.REDRESS_TOKEN ?? (await newToken());
  const send = (path: string, request: RequestInit): Promise<Answer> =>
    ask(`${url}/api/operations/${path}`, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${token}` },
    });
  const bodyOf = async (path: string, request: RequestInit): Promise<unknown> => {
    let answer = await send(path, request);
    if (answer.status === 401 && environment.REDRESS_TOKEN === undefined) {
      token = await newToken();
      answer = await send(path, request);
    }
    const { status, body, detail } = answer;
    if (status === 401) throw new Error('The sign-in token is not valid, or has expired.');
    if (status === 403) throw new Error('This user may not operate Redress: an administrator may.');
    if (status < 200 || status > 299) throw new Error(detail === '' ? `${url} answers ${status}.` : detail);
    return body;
  };
  return {
    get: (path) => bodyOf(path, {}),
    post: (path, body) =>
      bodyOf(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
};

/** Columns as wide as their widest word; the last one as it is. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((word, index) => (index === row.length - 1 ? word : word.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

/** Positions that are numbers are read without the zeros in front of them. */
export const positionShown = (position: string | undefined): string =>
  position === undefined ? '0' : position.replace(/^0+(?=\d)/, '');
