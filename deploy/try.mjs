import { setTimeout as pause } from 'node:timers/promises';

/**
 * Tries a running Redress from outside, as its first user would: signs in, sends a complaint, answers it, and sees its
 * clock and its history, each of which another service has heard of. Fails when that takes longer than
 * `PATIENCE_SECONDS`, by default a minute.
 * `node deploy/try.mjs <url> <first password>`
 */
const [url, password] = process.argv.slice(2);
if (!url || !password) throw new Error('node deploy/try.mjs <url> <first password>');
const until = performance.now() + Number(process.env.PATIENCE_SECONDS ?? 60) * 1000;

const ask = async (method, path, { token, body } = {}) => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
};

/** What one service says, another one knows a moment later. */
const once = async (what, look) => {
  let last = 'it is not there yet';
  while (performance.now() < until) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      last = error.message;
    }
    await pause(250);
  }
  throw new Error(`${what}: ${last}`);
};

const signIn = (username) =>
  once(`signing in as ${username}`, async () => {
    const { token } = await ask('POST', '/api/directory/sign-in', { body: { username, password } });
    return token;
  });

const [agent, auditor] = [await signIn('agent'), await signIn('auditor')];
const { complaintId, caseNumber } = await once('a complaint', () =>
  ask('POST', '/api/intake/complaints', {
    body: { channel: 'web', customer: { name: '김민수' }, text: '아직 오지 않았어요.' },
  }),
);
const { position } = await once('an answer', () =>
  ask('POST', `/api/intake/complaints/${complaintId}/replies`, {
    token: agent,
    body: { text: '송장 번호를 알려 주시겠어요?', asksCustomer: true },
  }),
);
const clocks = await once('the first response, met', async () => {
  const all = await ask('GET', `/api/sla/complaints/${complaintId}/clocks?waitFor=${position}`, { token: agent });
  return all.some(({ metric, state }) => metric === 'first-response' && state === 'met') && all;
});
const history = await once('the history', async () => {
  const { entries } = await ask('GET', `/api/audit/complaints/${complaintId}/history`, { token: auditor });
  return entries.some(({ type }) => type === 'sla.TargetMet') && entries;
});
console.log(`${caseNumber}: ${clocks.length} clocks, a history of ${history.length} events. It works.`);
