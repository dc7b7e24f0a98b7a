/** Where a client gets its tokens by its credentials (RFC 6749 §4.4). */
export interface TokenEndpoint {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

const patienceMs = 10_000;

/** A new token for each connection: they are few, and long-lived. Rejects with a sentence that names no secret. */
export const tokenFrom =
  ({ tokenUrl, clientId, clientSecret, scope }: TokenEndpoint) =>
  async (): Promise<{ readonly value: string }> => {
    const answer = await fetch(tokenUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const body = answer.ok ? ((await answer.json()) as { readonly access_token?: unknown }) : {};
    if (typeof body.access_token !== 'string')
      throw new Error(`The token endpoint gave no token to ${clientId}: it answered ${answer.status}.`);
    return { value: body.access_token };
  };
