import { Body, Controller, Module, Param, Post } from '@nestjs/common';
import { CommandAccepted, Id, type PersonId, type TeamId } from '@redress/contracts';
import { beginning, type Decider, derivedId, event, reactor, send } from '@redress/eventing';
import { Commands } from './commands/commands.js';
import { AllowAnyone } from './http/allow.js';
import { Answers } from './http/answers.js';
import type { Sender } from './http/caller.js';
import { SentBy } from './http/sender.js';
import { service } from './service.js';
import { busByHand } from './testing/bus-by-hand.js';
import { ExampleGiven } from './testing/example.service.js';
import { type Platform, startPlatform } from './testing/platform.js';

/** Somebody's name is personal; how long it is may be known to all. */
const person: Decider<{ RenamePerson: { personId: PersonId; name: string } }, 'PersonRenamed', null> = {
  category: 'naming.person',
  initial: null,
  decide: { RenamePerson: (given) => [event('PersonRenamed', given)] },
  evolve: { PersonRenamed: () => null },
};
const length: Decider<{ NoteLength: { teamId: TeamId; name: string } }, 'TeamAdded', null> = {
  category: 'naming.length',
  initial: null,
  decide: { NoteLength: (noted) => [event('TeamAdded', noted)] },
  evolve: { TeamAdded: () => null },
};
const noting = (name: string, ...reads: readonly 'personal'[]) =>
  reactor({
    name,
    from: 'beginning',
    ...(reads[0] && { reads: reads[0] }),
    on: {
      PersonRenamed: ({ data }) => {
        const said = data.name === null ? 'withheld' : `${data.name.length} letters`;
        const teamId = derivedId('team', name, data.personId) as TeamId;
        return [send(length, teamId, 'NoteLength', { teamId, name: `${name}: ${said}` })];
      },
    },
  });

class PersonPath {
  @Id() personId!: PersonId;
}

@Controller('naming/people')
class NamingController {
  constructor(private readonly commands: Commands) {}

  @Post(':personId')
  @AllowAnyone()
  @Answers(201, CommandAccepted)
  async rename(
    @Param() { personId }: PersonPath,
    @Body() { name }: ExampleGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    const { position } = await this.commands.send(person, personId, 'RenamePerson', { personId, name }, sender);
    return { position };
  }
}

@Module(
  service({
    name: 'naming',
    deciders: [person, length],
    reactors: [noting('naming.plain'), noting('naming.reading', 'personal')],
    projections: [],
    controllers: [NamingController],
  }),
)
class NamingModule {}

const noted = async (platform: Platform): Promise<readonly string[]> =>
  (await platform.store.readLog(beginning, 100))
    .filter(({ type }) => type === 'directory.TeamAdded')
    .map(({ data }) => (JSON.parse(data) as { name: string }).name)
    .sort();

const rename = (platform: Platform, personId: string, name: string) =>
  platform.anonymous.post(`/api/naming/people/${personId}`, { name });

describe('A reactor', () => {
  it('reads what is personal only where it says so, and what follows is recorded', async () => {
    const platform = await startPlatform(NamingModule, { at: '2026-03-02T09:00:00Z' });
    expect((await rename(platform, derivedId('person', 'one'), '김민수')).status).toBe(201);
    await platform.settled();
    expect(await noted(platform)).toEqual(['naming.plain: withheld', 'naming.reading: 3 letters']);
    await platform.stop();
  });

  it('finds nothing of what was forgotten before it came to read', async () => {
    const { bus, consumers } = busByHand();
    const platform = await startPlatform(NamingModule, { at: '2026-03-02T09:00:00Z', bus: () => bus });
    const personId = derivedId('person', 'two');
    await rename(platform, personId, '이서연');
    await platform.application.runtime.adapters.personal.close([`person-${personId}`]);
    const act = consumers.find(({ name }) => name === 'naming.act');
    await act?.assigned(0);
    const events = await platform.store.readLog(beginning, 100);
    await act?.handle({ partition: 0, events, upTo: events.at(-1)?.position ?? beginning });
    expect(await noted(platform)).toEqual(['naming.plain: withheld', 'naming.reading: withheld']);
    await platform.stop();
  });
});
