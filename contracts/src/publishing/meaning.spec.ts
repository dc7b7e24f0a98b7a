import { sameMeaning } from './meaning.js';

const schema = {
  title: 'x',
  type: 'object',
  properties: { a: { type: 'string', description: 'x' }, title: { type: 'string' } },
  required: ['a', 'title'],
  additionalProperties: false,
  $defs: { P: { type: 'object', properties: {} } },
};

describe('a published schema', () => {
  test.each([
    ['its words', { ...schema, title: 'y', description: 'z' }],
    ['the words inside', { ...schema, properties: { ...schema.properties, a: { type: 'string' } } }],
    ['the order of its fields', { ...schema, required: ['title', 'a'] }],
  ])('may change %s', (_, other) => expect(sameMeaning(schema, other)).toBe(true));

  test.each([
    ['lose a field, also one called title', { ...schema, properties: { a: schema.properties.a } }],
    ['gain an optional field', { ...schema, properties: { ...schema.properties, b: { type: 'string' } } }],
    ['ask for less', { ...schema, required: ['a'] }],
    ['limit a field', { ...schema, properties: { ...schema.properties, a: { type: 'string', 'x-maxBytes': 3 } } }],
    [
      'make a field personal',
      { ...schema, properties: { ...schema.properties, a: { type: 'string', 'x-personal': 'record' } } },
    ],
    ['change a part', { ...schema, $defs: { P: { type: 'object', properties: { n: { type: 'integer' } } } } }],
    ['let others in', { ...schema, additionalProperties: true }],
  ])('must not %s', (_, other) => expect(sameMeaning(schema, other)).toBe(false));
});
