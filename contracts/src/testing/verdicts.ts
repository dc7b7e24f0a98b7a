import { ValidationPipe } from '@nestjs/common';
import Ajv2020 from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import { plainToInstance } from 'class-transformer';
import {
  annotations,
  type ContractClass,
  faultsOf,
  formats,
  jsonSchemaOf,
  type JsonSchema,
  keywords,
  settleRules,
  unfit,
} from '../kit/index.js';

// As the host does.
settleRules();

/** As an outsider would set it up: strict, with our keyword and formats. */
const ajv = new Ajv2020.default({ strict: true, formats });
ajv.addVocabulary([...annotations, 'components']);
for (const keyword of keywords) ajv.addKeyword({ ...keyword });

/** Ajv's verdict on one schema; asked for once or often, of any schema of that `$id`. */
export const validatorOf = (schema: JsonSchema): ValidateFunction => {
  const validate = ajv.compile(schema);
  if (typeof schema['$id'] === 'string') ajv.removeSchema(schema['$id']);
  return validate;
};

const compiled = new Map<ContractClass, ValidateFunction>();

const schemaFor = (type: ContractClass): ValidateFunction => {
  const known = compiled.get(type);
  if (known) return known;
  const { schema, nested } = jsonSchemaOf(type);
  const validate = validatorOf({ ...schema, components: { schemas: nested } });
  compiled.set(type, validate);
  return validate;
};

const pipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
});

/** The body an HTTP handler would get, or the sentences of a 400. Whatever else is thrown is thrown. */
export const readBody = async (type: ContractClass, json: unknown): Promise<object | readonly string[]> => {
  const reason = unfit(json);
  if (reason) return [reason];
  try {
    return (await pipe.transform(json, { type: 'body', metatype: type })) as object;
  } catch (error) {
    const answer = error as { getStatus?: () => number; getResponse?: () => { message: readonly string[] } };
    if (answer.getStatus?.() !== 400 || !answer.getResponse) throw error;
    return answer.getResponse().message;
  }
};

export interface Verdicts {
  /** Nest's pipe, and so class-validator. */
  readonly http: boolean;
  /** Ajv on the JSON Schema. */
  readonly schema: boolean;
  /** What the event writer asks, on the instants as dates. */
  readonly writer: boolean;
}

/** What each of the three validators says about one piece of JSON. */
export const verdictsOn = async (type: ContractClass, text: string): Promise<Verdicts> => ({
  // Parsed each time: the pipe works on the object that it is given.
  http: !Array.isArray(await readBody(type, JSON.parse(text))),
  schema: schemaFor(type)(JSON.parse(text)),
  writer: unfit(JSON.parse(text)) === undefined && writes(type, JSON.parse(text)),
});

const writes = (type: ContractClass, json: unknown): boolean =>
  faultsOf(type, plainToInstance(type, json)).length === 0;

/** `undefined` when all agree; else who says what, for the message of a failing spec. */
export const disagreement = async (type: ContractClass, text: string): Promise<string | undefined> => {
  const { http, schema, writer } = await verdictsOn(type, text);
  return http === schema && schema === writer
    ? undefined
    : `${text.slice(0, 300)}: HTTP ${http}, JSON Schema ${schema}, writer ${writer}`;
};
