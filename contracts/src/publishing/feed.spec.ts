import { FeedEvent } from '../audit/feed.bodies.js';
import { fieldsOf } from '../kit/index.js';
import { eventHeaders, progressHeaders } from './message-headers.js';

const attributeOf = (header: string): string =>
  header === 'content-type' ? 'datacontenttype' : header.replace('ce_', '');
const fields = fieldsOf(FeedEvent).filter(({ name }) => name !== 'data');

describe('The feed over HTTP', () => {
  it('has the attributes that events have as headers on Kafka, and no others', () =>
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(eventHeaders).map(attributeOf)));

  it('leaves out on progress what progress leaves out on Kafka', () =>
    expect(
      fields
        .filter(({ optional }) => !optional)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(progressHeaders).map(attributeOf).toSorted()));
});
