import type { Cause, Sending } from '@redress/eventing';
import type { Answer } from '../commands/stream-queue.js';
import type { Traces } from './traces.js';

/** Runs a command as a step of its cause's trace: its events carry the step, so that what follows hangs below it. */
export const followedCommand = (
  traces: Traces,
  { decider, command }: Sending,
  cause: Cause,
  work: (cause: Cause) => Promise<Answer>,
): Promise<Answer> => {
  const { by } = cause;
  const attributes = {
    'redress.category': decider.category,
    'redress.command': command,
    // Who a person is stays out; the name of a rule is part of the house.
    ...(by.roles.includes('house') && { 'redress.rule': by.id }),
  };
  return traces.step(
    { name: `${decider.category} ${command}`, attributes, below: 'open-span' },
    cause.traceparent,
    async (traceparent, tell) => {
      const answer = await work(traceparent === undefined ? cause : { ...cause, traceparent });
      tell({
        'redress.outcome': answer.kind,
        ...(answer.kind === 'refused' && { 'redress.refused': answer.refusal.refused }),
        ...(answer.kind === 'failed' && {
          'error.type': answer.error instanceof Error ? answer.error.name : 'unknown',
        }),
      });
      return answer;
    },
  );
};
