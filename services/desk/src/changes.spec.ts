import { type ComplaintId } from '@redress/contracts';
import { event } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { ChangesController } from './changes.controller.js';
import { DeskModule } from './desk.module.js';
import { assigned, entryId, idOf, received, telling } from './testing/telling.js';

const [kettle, lamp] = [idOf<ComplaintId>('kettle'), idOf<ComplaintId>('lamp')];

describe('Changes', () => {
  let platform: Platform;
  let tell: ReturnType<typeof telling>;
  const caller = { id: 'somebody', roles: ['agent'], teams: [], kind: 'person' } as const;
  const wrote = (complaintId: ComplaintId) =>
    event('CustomerWrote', { complaintId, messageId: entryId(), channel: 'mail', writtenAt: platform.now(), text: 'Hello?' }); // prettier-ignore

  /** Somebody with an open screen. */
  const watching = async (asked: { complaintId?: ComplaintId; from?: string } = {}, lastEventId = '') => {
    const controller = platform.application.app.get(ChangesController);
    const stream = (await controller.follow(asked, caller, lastEventId)).getStream();
    const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let heard = '';
    const changes = () =>
      [...heard.matchAll(/^data: (.+)$/gm)].map(
        ([, json = '']) => JSON.parse(json) as { readonly complaintId: string; readonly what: string },
      );
    return {
      ids: () => [...heard.matchAll(/^id: (.+)\ndata: /gm)].map(([, id = '']) => id),
      hears: async (count: number) => {
        while (changes().length < count) {
          const { done, value } = await pieces.next();
          if (done) break;
          heard += value.toString();
        }
        return changes().map(({ complaintId, what }) => `${complaintId === kettle ? 'kettle' : 'lamp'} ${what}`);
      },
      leave: () => stream.destroy(),
    };
  };

  beforeAll(async () => {
    platform = await startPlatform(DeskModule, { at: '2026-03-02T09:00:00Z' });
    tell = telling(platform);
    await tell(received(kettle));
    await tell(received(lamp));
    await platform.settled();
  });
  afterAll(() => platform.stop());

  it('are told from now on, each once, in order, and only of what is about a case', async () => {
    const screen = await watching();
    await tell(wrote(kettle));
    await tell(event('OwnerWanted', { complaintId: kettle, teamId: idOf('team'), round: 1, cause: 'triaged', skills: [], wantedAt: platform.now() })); // prettier-ignore
    await tell(assigned(lamp, idOf('owner'), idOf('team')));
    await tell(wrote(kettle));
    expect(await screen.hears(3)).toEqual([
      'kettle intake.CustomerWrote',
      'lamp triage.OwnerAssigned',
      'kettle intake.CustomerWrote',
    ]);
    screen.leave();
  });

  it('are told only when the desk shows them', async () => {
    const screen = await watching({ complaintId: lamp });
    await tell(wrote(kettle));
    await tell(event('ComplaintClosed', { complaintId: lamp, closedAt: platform.now() }));
    expect(await screen.hears(1)).toEqual(['lamp intake.ComplaintClosed']);
    const { body } = await platform.as('agent').get('/api/desk/board?standing=closed');
    expect(body.items.map(({ complaintId }: { complaintId: string }) => complaintId)).toEqual([lamp]);
    screen.leave();
  });

  it('go on from the last one that was heard, on whichever screen', async () => {
    const screen = await watching();
    await tell(wrote(kettle));
    await tell(wrote(lamp));
    await screen.hears(2);
    const [first = ''] = screen.ids();
    screen.leave();
    await tell(wrote(kettle));
    const again = await watching({}, first);
    expect(await again.hears(2)).toEqual(['lamp intake.CustomerWrote', 'kettle intake.CustomerWrote']);
    again.leave();
    await expect(watching({ from: 'nonsense' })).rejects.toThrow('cursor');
  });

  it('say nothing of who looks at a case', async () => {
    const screen = await watching();
    await platform.as('agent').get(`/api/desk/cases/${kettle}`);
    await tell(wrote(kettle));
    expect(await screen.hears(1)).toEqual(['kettle intake.CustomerWrote']);
    screen.leave();
    expect((await platform.as('analyst').get('/api/desk/changes')).status).toBe(403);
  });
});
