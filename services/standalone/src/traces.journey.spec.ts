import { named, type Traced, traceComplaint } from './testing/one-trace.js';

describe('The trace of a complaint on the store’s own bus', () => {
  let traced: Traced;
  beforeAll(async () => {
    traced = await traceComplaint();
  });

  it('leads from the request over the log to every table, in whichever service', () => {
    const command = named(traced.received, 'intake.complaint ReceiveComplaint');
    const handler = traced.received.find(({ spanId }) => spanId === command.parentId);
    const request = traced.received.find(({ spanId }) => spanId === handler?.parentId);
    expect(request).toMatchObject({
      name: 'request',
      parentId: '',
      attributes: { 'http.route': '/api/intake/complaints' },
    });
    for (const name of ['append', 'intake.read', 'audit.read', 'sla.act'])
      expect(named(traced.received, name).parentId).toBe(command.spanId);
    expect(named(traced.received, 'intake.read').attributes).toMatchObject({
      'redress.event.types': 'intake.ComplaintReceived',
      'redress.listeners': expect.stringContaining('intake.complaints'),
    });
  });

  it('goes on with what reactors do of it', () => {
    const started = named(traced.received, 'sla.clock StartClock');
    expect(started.attributes).toMatchObject({ 'redress.rule': 'sla.start-clocks', 'redress.outcome': 'done' });
    expect(started.parentId).toBe(named(traced.received, 'sla.act').spanId);
    expect(named(traced.received, 'sla.read').parentId).toBe(started.spanId);
  });

  it('goes on with timers, days later, and with the tables that hear of them', () => {
    const missed = named(traced.received, 'sla.clock CheckDeadline');
    expect(missed.attributes).toMatchObject({ 'redress.rule': 'sla.watch-deadlines', 'redress.outcome': 'done' });
    const heard = traced.received.filter(({ parentId }) => parentId === missed.spanId).map(({ name }) => name);
    expect(heard).toEqual(expect.arrayContaining(['append', 'audit.read', 'sla.read', 'triage.act', 'desk.read']));
  });

  it('names a refusal by its reason', () => {
    expect(named(traced.all, 'intake.complaint DeclineSolution').attributes).toMatchObject({
      'redress.outcome': 'refused',
      'redress.refused': expect.stringMatching(/^[a-z-]+$/),
    });
  });

  it('carries nothing of what the customer or the agent said', () => expect(traced.told).toEqual([]));
});
