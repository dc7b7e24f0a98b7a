import { type AnyDecider, type CommandsOf, fold } from '../decider.js';
import type { NewEvent } from '../event.js';

type Decide = (command: unknown, state: unknown, circumstances: object) => unknown;

const nobody = { id: 'nobody', roles: [] };

/** `given(events).when('Command', data, at).then(events)`: a specification of a decider in one line. */
export const specify =
  <D extends AnyDecider>(decider: D) =>
  (...events: NewEvent[]) => ({
    when: <C extends keyof CommandsOf<D> & string>(
      command: C,
      data: CommandsOf<D>[C],
      at: Date,
      known: object = {},
    ) => {
      const decide = decider.decide[command] as Decide;
      const outcome = decide(data, fold(decider, events), { at, by: nobody, ...known });
      return {
        then: (...expected: NewEvent[]) => expect(outcome).toEqual(expected),
        thenNothing: () => expect(outcome).toEqual([]),
        thenRefused: (reason: string) => expect(outcome).toMatchObject({ refused: reason }),
      };
    },
  });
