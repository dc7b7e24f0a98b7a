import { validatorOf } from '../testing/verdicts.js';
import { Everything, Part } from '../testing/specimen.js';
import { sampleOf, sealedSample } from '../publishing/sample.js';
import { clearSchemaOf, eventsIn, Id, jsonSchemaOf, ListOf, Optional, schemaOf, Shape } from './index.js';

const [everything] = eventsIn({ Everything });
if (!everything) throw new Error('The specimen is an event.');

describe('the schema of an event as it is stored', () => {
  const schema = schemaOf(everything);
  const stored = sampleOf(Everything, 'stored');
  const accepts = validatorOf(schema);

  test('stands alone and has a name', () => {
    expect(schema['$id']).toBe('redress:event:specimen.Everything:1');
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(accepts(stored)).toBe(true);
  });

  test('knows personal fields only sealed', () => {
    expect(accepts({ ...stored, text: sealedSample })).toBe(true);
    for (const text of ['주전자가 깨진 채로 왔습니다.', '0.abc', '1.', '1.a=', '01.abc', 'abc', null, 1])
      expect(accepts({ ...stored, text })).toBe(false);
    expect(accepts({ ...stored, part: { ...(stored['part'] as object), nickname: 'kim' } })).toBe(false);
  });

  test('marks the key and what is personal', () => {
    expect(schema['properties']).toMatchObject({
      complaintId: { 'x-key': true },
      text: { type: 'string', 'x-personal': 'record' },
    });
    expect(schema['$defs']).toMatchObject({ Part: { properties: { nickname: { 'x-personal': 'contact' } } } });
  });

  test('in clear it has another name and the rules of the text', () => {
    const clear = validatorOf(clearSchemaOf(everything));
    expect(clear(sampleOf(Everything, 'request'))).toBe(true);
    expect(clear({ ...sampleOf(Everything, 'request'), text: '\u0000' })).toBe(false);
  });
});

describe('the schema of a class for OpenAPI', () => {
  test('refers to its parts, which come with it', () => {
    const { schema, nested } = jsonSchemaOf(Everything);
    expect(schema['properties']).toMatchObject({
      part: { $ref: '#/components/schemas/Part' },
      parts: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Part' } },
    });
    expect(nested).toEqual({ Part: jsonSchemaOf(Part).schema });
  });

  test('knows that what we answer may be forgotten or withheld', () => {
    const { schema } = jsonSchemaOf(Part, 'answer');
    expect(schema['properties']).toMatchObject({ nickname: { anyOf: [{ type: 'string' }, { type: 'null' }] } });
  });

  test('bears classes that contain themselves, and refuses two of one name', () => {
    class Tree {
      @Optional() @ListOf(() => Tree, { max: 2 }) branches?: readonly Tree[];
    }
    expect(Object.keys(jsonSchemaOf(Tree).nested)).toEqual(['Tree']);
    const other = (): new () => object => {
      class Part {
        @Id() id!: string;
      }
      return Part;
    };
    class Mixed {
      @Shape(() => Part) one!: Part;
      @Shape(other) other!: object;
    }
    expect(() => jsonSchemaOf(Mixed)).toThrow('two classes called Part');
  });
});
