import { verifyReadModels } from '../../verify-read-models.cli.js';
import type { Callers } from './callers.js';
import type { Logged } from './event-log.js';
import type { Finding } from './findings.js';
import type { Installation } from './installation.js';
import { parkedIn } from './standing.js';

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next?: string;
}

/** All that a replica lists, page by page. */
const listed = async (callers: Callers, url: string, path: string): Promise<Page['items']> => {
  const items: Readonly<Record<string, unknown>>[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await callers.get(
      url,
      'administrator',
      `${path}?limit=200&${cursor === '' ? '' : `cursor=${encodeURIComponent(cursor)}`}`,
    );
    if (status !== 200) throw new Error(`${url}${path} answers ${status}: ${JSON.stringify(body)}`);
    const page = body as Page;
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
};

const differences = (where: string, found: readonly string[], expected: readonly string[]): readonly string[] => {
  const [have, want] = [new Set(found), new Set(expected)];
  return [
    ...(found.length === have.size ? [] : [`${where} shows something twice`]),
    ...expected.filter((each) => !have.has(each)).map((each) => `${where} does not show ${each}`),
    ...found.filter((each) => !want.has(each)).map((each) => `${where} shows ${each}, which is not in the log`),
  ];
};

/** Every replica lists what the log says, over all partitions. */
const samelists = async (installation: Installation, callers: Callers, log: readonly Logged[]): Promise<Finding> => {
  const complaints = log
    .filter(({ type }) => type === 'intake.ComplaintReceived')
    .map(({ says }) => String(says['complaintId']));
  const breaches = log
    .filter(({ type, metadata }) => type === 'sla.TargetMissed' && metadata.historical !== true)
    .map(({ says }) => `${String(says['complaintId'])} ${String(says['metric'])}`);
  const faults: string[] = [];
  for (const { name, url } of installation.replicasOf('intake')) {
    const shown = await listed(callers, url, '/api/intake/complaints');
    faults.push(
      ...differences(
        name,
        shown.map(({ complaintId }) => String(complaintId)),
        complaints,
      ),
    );
  }
  for (const { name, url } of installation.replicasOf('sla')) {
    const shown = await listed(callers, url, '/api/sla/breaches');
    const keys = shown.map(({ complaintId, metric }) => `${String(complaintId)} ${String(metric)}`);
    faults.push(...differences(name, keys, breaches));
  }
  return {
    check: 'every replica lists what the log says',
    looked: `${complaints.length} complaints, ${new Set(breaches).size} breaches`,
    faults,
  };
};

/** What is shown is what a rebuild from the log would show, at whichever replica; nothing was set aside. */
export const rightReaders = async (
  installation: Installation,
  callers: Callers,
  log: readonly Logged[],
): Promise<readonly Finding[]> => {
  const faults: string[] = [];
  const says: string[] = [];
  for (const service of installation.services)
    for (const { url, name } of installation.replicasOf(service))
      try {
        const environment = { REDRESS_URL: url, REDRESS_TOKEN: await callers.token('administrator') };
        says.push(...(await verifyReadModels([], environment, () => undefined)));
      } catch (error) {
        faults.push(`${name}: ${(error as Error).message}`);
      }
  const rows = says.reduce((sum, line) => sum + Number(/with (\d+) rows/.exec(line)?.[1] ?? 0), 0);
  return [
    { check: 'read models are as a rebuild makes them', looked: `${rows} rows, at every replica`, faults },
    await samelists(installation, callers, log),
    { check: 'nothing was set aside', looked: 'all services', faults: await parkedIn(installation) },
  ];
};
