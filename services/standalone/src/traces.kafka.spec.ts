import { named, type Traced, traceComplaint } from './testing/one-trace.js';

describe('The trace of a complaint on Kafka', () => {
  let traced: Traced;
  beforeAll(async () => {
    traced = await traceComplaint('kafka');
  });

  it('leads over the relay and the topic to every table, and on with what reactors do', () => {
    const command = named(traced.received, 'intake.complaint ReceiveComplaint');
    for (const name of ['append', 'relay', 'intake.read', 'audit.read', 'sla.act'])
      expect(named(traced.received, name).parentId).toBe(command.spanId);
    const started = named(traced.received, 'sla.clock StartClock');
    expect(started.parentId).toBe(named(traced.received, 'sla.act').spanId);
    expect(named(traced.received, 'sla.read').parentId).toBe(started.spanId);
    const missed = named(traced.received, 'sla.clock CheckDeadline');
    const heard = traced.received.filter(({ parentId }) => parentId === missed.spanId).map(({ name }) => name);
    expect(heard).toEqual(expect.arrayContaining(['append', 'audit.read', 'relay', 'sla.read', 'triage.act']));
  });

  it('carries nothing of what the customer or the agent said', () => expect(traced.told).toEqual([]));
});
