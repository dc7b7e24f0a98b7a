import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { Code, Flag, Optional } from '@redress/contracts';
import { Allow } from './allow.js';
import { Answers, Refuses } from './answers.js';
import { AnswersAs } from './media-types.js';
import { describeApi } from './openapi.js';
import { ParcelsController } from './testing/example.controllers.js';

class Wish {
  @Optional() @Flag() quiet?: boolean;
}
class Labelled {
  @Code({ maxBytes: 32 }) label!: string;
}

@Controller('shipping/doors')
@Allow('agent')
@Refuses(404, 'There is no such door.')
class DoorsController {
  @Post('ring')
  @Answers(204)
  ring(@Body() _wish: Wish): void {}

  @Put('label')
  @Answers(204)
  @Refuses(400, 'The label is mistyped.')
  @Refuses(409, 'The door is painted.')
  @Refuses(409, 'Or it is open.')
  label(@Body() _label: Labelled): void {}

  @Get('bell')
  @Answers(200, Labelled)
  @AnswersAs('application/x-ndjson', 'text/event-stream')
  listen(): void {}
}

interface Described {
  readonly requestBody: { readonly required: boolean };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: object }>>;
}

const described = async () => {
  class Example {}
  const root = { module: Example, controllers: [DoorsController, ParcelsController] };
  const { paths, components } = await describeApi(root, { title: 'Example', version: '1' });
  const operation = (method: 'get' | 'post' | 'put', path: string): Described => {
    const found: unknown = paths[`/api/shipping/${path}`]?.[method];
    return found as Described;
  };
  return { operation, schemas: components?.schemas };
};

describe('The description of an operation', () => {
  it('asks for a body only where something in it must be said', async () => {
    const { operation } = await described();
    expect(operation('post', 'doors/ring').requestBody.required).toBe(false);
    expect(operation('put', 'doors/label').requestBody.required).toBe(true);
    expect(operation('post', 'parcels').requestBody.required).toBe(true);
    expect(operation('post', 'parcels/label').requestBody.required).toBe(true);
  });

  it('says how many characters a text may have at most, to those who cannot count its bytes', async () => {
    const { schemas } = await described();
    expect(schemas).toMatchObject({
      Labelled: { properties: { label: { maxLength: 32, 'x-maxBytes': 32 } } },
      NewParcel: { properties: { note: { maxLength: 4_000, 'x-maxBytes': 4_000 } } },
    });
  });

  it('says in words what no shape can, with the problem that answers it', async () => {
    const { operation } = await described();
    const { responses } = operation('put', 'doors/label');
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    expect(responses['400']).toEqual({
      description: 'Malformed: `errors` names the fields. The label is mistyped.',
      content,
    });
    expect(responses['409']?.description).toBe('Refused: `reason` says why. The door is painted. Or it is open.');
    expect(responses['404']).toMatchObject({
      description: expect.stringMatching(/There is no such door\.$/) as string,
      content,
    });
    expect(operation('post', 'doors/ring').responses).not.toHaveProperty('409');
  });

  it('tells what is said from the event that it is said in', async () => {
    const { operation } = await described();
    const said = { $ref: '#/components/schemas/Labelled' };
    expect(operation('get', 'doors/bell').responses['200']?.content).toEqual({
      'application/x-ndjson': { schema: said },
      'text/event-stream': {
        schema: {
          type: 'object',
          required: ['id', 'data'],
          properties: {
            id: { type: 'string' },
            data: { type: 'string', contentMediaType: 'application/json', contentSchema: said },
          },
        },
      },
    });
  });

  it('knows that an address or a header may be too long', async () => {
    const { operation } = await described();
    expect(Object.keys(operation('post', 'doors/ring').responses)).toEqual(expect.arrayContaining(['414', '431']));
  });
});
