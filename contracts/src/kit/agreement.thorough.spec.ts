import fc from 'fast-check';
import * as contracts from '../index.js';
import { sampleOf } from '../publishing/sample.js';
import { everything, little, mutantsOf, oddities } from '../testing/mutants.js';
import { boundariesOf } from '../testing/boundaries.js';
import { AllOptional, Everything } from '../testing/specimen.js';
import { disagreement, verdictsOn } from '../testing/verdicts.js';
import { type ContractClass, registeredClasses } from './fields.js';

/** HTTP, JSON Schema and the event writer judge alike: class-validator and Ajv do not, left to themselves. */
describe('the three validators agree', () => {
  const exported = new Set<unknown>(Object.values(contracts));
  const golden: readonly (readonly [string, ContractClass])[] = [
    ['every decorator', Everything],
    ['a class of optional fields', AllOptional],
    ...registeredClasses()
      .filter((type) => exported.has(type))
      .map((type) => [type.name, type] as const),
  ];

  const ours = new Set<ContractClass>([Everything, AllOptional]);

  test.each(golden)('on a good example: %s', async (_, type) => {
    await expect(verdictsOn(type, JSON.stringify(sampleOf(type, 'request')))).resolves.toEqual({
      http: true,
      schema: true,
      writer: true,
    });
  });

  test.each(golden)('on everything near it: %s', async (_, type) => {
    const disagreements: string[] = [];
    for (const mutant of mutantsOf(sampleOf(type, 'request'), ours.has(type) ? everything : little)) {
      const found = await disagreement(type, mutant);
      if (found) disagreements.push(found);
    }
    expect(disagreements).toEqual([]);
  });

  test.each(golden)('on the last value that fits and the first that does not: %s', async (_, type) => {
    for (const [fits, json] of boundariesOf(type))
      expect([json.slice(0, 300), await verdictsOn(type, json)]).toEqual([
        json.slice(0, 300),
        { http: fits, schema: fits, writer: fits },
      ]);
  });

  const anything = fc.oneof(
    fc.constantFrom(...oddities),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    // Halves of surrogate pairs, which JSON can carry by escapes.
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
    fc.jsonValue({ maxDepth: 4 }),
    fc
      .date({ noInvalidDate: false })
      .map((date) => (Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString())),
    fc.emailAddress(),
    fc.double(),
  );

  test('on whatever stands in one field', async () => {
    const sample = sampleOf(Everything, 'request');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(sample)), anything, async (name, value) => {
        expect(await disagreement(Everything, JSON.stringify({ ...sample, [name]: value }))).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  test('on whatever stands in a part', async () => {
    const sample = sampleOf(Everything, 'request');
    const part = sample['part'] as Record<string, unknown>;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('label', 'seenAt', 'nickname', 'extra'), anything, async (name, value) => {
        const broken = { ...part, [name]: value };
        for (const body of [
          { ...sample, part: broken },
          { ...sample, parts: [part, broken] },
        ])
          expect(await disagreement(Everything, JSON.stringify(body))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  // Nest takes an absent body for an empty one, and null for absent.
  const anyJson = fc.json({ maxDepth: 6 }).filter((text) => text.trim() !== 'null');

  test('on any JSON at all', async () => {
    await fc.assert(
      fc.asyncProperty(anyJson, async (text) => {
        expect(await disagreement(Everything, text)).toBeUndefined();
        expect(await disagreement(AllOptional, text)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
