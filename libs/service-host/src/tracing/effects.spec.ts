import { ExampleModule } from '../testing/example.service.js';
import { keepTraces, type SpanSeen, startPlatform } from '../testing/index.js';

describe('The trace of what an effect was asked for', () => {
  let spans: readonly SpanSeen[];
  beforeAll(async () => {
    const kept = await keepTraces();
    const platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z', telemetry: kept.telemetry });
    const { teamId } = (await platform.anonymous.post('/api/example/teams', { name: 'Untold' })).body;
    await platform.settled();
    await platform.anonymous.post(`/api/example/teams/${teamId}/name`, { name: 'tell' });
    await platform.settled();
    await platform.stop();
    ({ spans } = await kept.ended());
  });

  it('goes on with the effect, and with the command that records its outcome', () => {
    const effect = spans.find(({ name }) => name.startsWith('effect '));
    const asked = spans.find(({ spanId }) => spanId === effect?.parentId);
    expect(asked?.name).toBe('example.team RenameTeam');
    const outcome = spans.find(({ parentId }) => parentId === effect?.spanId);
    expect(outcome).toMatchObject({ traceId: effect?.traceId, attributes: { 'redress.outcome': 'done' } });
    expect(spans.some(({ parentId, name }) => parentId === outcome?.spanId && name === 'example.read')).toBe(true);
  });
});
