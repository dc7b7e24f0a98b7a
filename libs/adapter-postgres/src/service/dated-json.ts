import type { Cause } from '@redress/eventing';

/** JSON that keeps dates dates: what a timer, an outbox row or a snapshot will say. Throws for what JSON would lose. */
export const writeDated = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, name, written: unknown) {
    const original = this[name];
    if (original instanceof Map || original instanceof Set) throw new TypeError(`${name} would be lost as JSON.`);
    return original instanceof Date ? { $date: original.toISOString() } : written;
  });

export const readDated = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && '$date' in value ? new Date(String(value.$date)) : value,
  );

/** What a row keeps of the cause it came from. */
export const writeOrigin = ({ by, correlationId, causationId, traceparent }: Cause): string =>
  JSON.stringify({ by, correlationId, causationId, traceparent });

/** The cause of the command that comes of the row, when its time has come. */
export const readOrigin = (text: string, commandId: string, at: Date): Cause => ({
  ...(JSON.parse(text) as Pick<Cause, 'by' | 'correlationId' | 'causationId' | 'traceparent'>),
  commandId,
  at,
  historical: false,
});
