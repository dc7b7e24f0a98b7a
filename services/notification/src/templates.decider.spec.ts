import { noticeKinds } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import fc from 'fast-check';
import { shippedTexts } from './shipped-templates.rules.js';
import { faultOf, templates, textFor } from './templates.decider.js';
import { filled, variablesIn } from './variables.rules.js';

const given = specify(templates);
const now = new Date('2026-03-02T09:00:00Z');
const ko = { locale: 'ko', subject: '{{caseNumber}} 접수', body: '{{customerName}} 고객님' };
const en = { locale: 'en', subject: '{{caseNumber}} received', body: 'Dear {{ customerName }}' };
const publish = (...texts: readonly (typeof ko)[]) => ({ kind: 'receipt' as const, texts });

describe('The words of messages', () => {
  it('are shipped for every kind in Korean and English, with the case number and only with what the kind knows', () => {
    for (const kind of noticeKinds)
      for (const text of shippedTexts[kind]) {
        expect(faultOf(kind, text)).toBeUndefined();
        expect(variablesIn(text.subject)).toContain('caseNumber');
      }
    expect(noticeKinds.map((kind) => shippedTexts[kind].map(({ locale }) => locale))).toEqual(
      noticeKinds.map(() => ['en', 'ko']),
    );
  });

  it('are published as the next version, in whatever order', () => {
    given()
      .when('PublishTemplate', publish(ko, en), now)
      .then(event('TemplatePublished', { kind: 'receipt', version: 2, texts: [en, ko] }));
    given(event('TemplatePublished', { kind: 'receipt', version: 2, texts: [en, ko] }))
      .when('PublishTemplate', publish(ko, en), now)
      .thenNothing();
    given().when('PublishTemplate', { kind: 'receipt', texts: shippedTexts.receipt.toReversed() }, now).thenNothing();
  });

  it('are there in both languages, each once', () => {
    given().when('PublishTemplate', publish(ko), now).thenRefused('locale-missing');
    given()
      .when('PublishTemplate', publish(ko, en, en), now)
      .thenRefused('locale-repeated');
  });

  it('mention only what is known about such a message', () => {
    const unknown = { ...en, body: 'Your parcel {{parcelNumber}}' };
    given().when('PublishTemplate', publish(ko, unknown), now).thenRefused('variable-unknown');
    expect(faultOf('receipt', unknown)?.detail).toContain('{{parcelNumber}}');
    const malformed = ['{{ case number }}', '{{caseNumber', 'caseNumber}}', '{{}}'];
    for (const body of malformed)
      given()
        .when('PublishTemplate', publish(ko, { ...en, body }), now)
        .thenRefused('variable-malformed');
  });

  it('are chosen by locale, else by language, else in English', () => {
    const british = { ...en, locale: 'en-GB' };
    const chosen = ['en-GB', 'en-US', 'ko-KR', 'fr-FR'].map((locale) => textFor([en, british, ko], locale)?.locale);
    expect(chosen).toEqual(['en-GB', 'en', 'ko', 'en']);
  });

  it('are filled in once: what a customer wrote is never read as a variable', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(filled('<{{text}}>', { text })).toBe(`<${text}>`);
        expect(filled('<{{text}}>', { text: `{{caseNumber}}${text}`, caseNumber: '1' })).toBe(
          `<{{caseNumber}}${text}>`,
        );
        expect(filled('<{{constructor}}>', {})).toBe('<>');
      }),
    ));
});
