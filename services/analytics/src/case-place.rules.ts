/** Where a page of cases ended. */
export interface CasePlace {
  readonly at: Date;
  readonly complaintId: string;
  readonly part: string;
}

export const writePlace = ({ at, complaintId, part }: CasePlace): string =>
  Buffer.from(JSON.stringify([at.toISOString(), complaintId, part])).toString('base64url');

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const parts = /^[a-z0-9_-]{0,64}$/;

/** `undefined` for anything that `writePlace` has not written. */
export const readPlace = (cursor: string): CasePlace | undefined => {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, at = '', complaintId = '', part = ''] = /^\["([^"\\]*)","([^"\\]*)","([^"\\]*)"\]$/.exec(text) ?? [];
  const fits = instant.test(at) && id.test(complaintId) && parts.test(part) && !Number.isNaN(Date.parse(at));
  return fits ? { at: new Date(at), complaintId, part } : undefined;
};
