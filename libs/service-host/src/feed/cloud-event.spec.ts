import { encodeEvent } from '@redress/adapter-kafka';
import type { Position, StoredEvent } from '@redress/eventing';
import { exampleEvent } from '@redress/eventing/testing';
import { attributesOf, cloudEventText } from './cloud-event.js';

const plain: StoredEvent = {
  ...exampleEvent('one', '{"a":"\\n한"}'),
  stream: 'example.thing-1',
  revision: 3n,
  position: '0000000000000000007' as Position,
};
const full: StoredEvent = {
  ...plain,
  metadata: {
    ...plain.metadata,
    by: { id: 'somebody', roles: ['agent', 'lead'] },
    requestHash: '1.abc',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    subject: 'complaint-1',
    historical: true,
  },
};

describe('An event as a CloudEvent', () => {
  it.each([
    ['of a house rule', plain],
    ['with everything that may stand beside its data', full],
  ])('%s has the attributes that it has on Kafka', (_, event) => {
    const headers = Object.entries(encodeEvent(event, 'the log').headers).map(([name, value]) => [
      name === 'content-type' ? 'datacontenttype' : name.replace(/^ce_/, ''),
      value,
    ]);
    expect(attributesOf(event, 'the log')).toEqual(Object.fromEntries(headers));
  });

  it('stands on one line, with its data as they were stored', () => {
    const text = cloudEventText(attributesOf(full, 'the log'), full.data);
    expect(text).not.toContain('\n');
    expect(text.endsWith(`,"data":${full.data}}`)).toBe(true);
    expect(JSON.parse(text)).toEqual({ ...attributesOf(full, 'the log'), data: { a: '\n한' } });
  });
});
