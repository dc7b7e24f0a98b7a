import type { NoticeKind, TemplateText } from '@redress/contracts';
import { type Decider, event, refuse, type Refusal } from '@redress/eventing';
import { shippedTexts } from './shipped-templates.rules.js';
import { strayBraces, variablesIn, variablesOf } from './variables.rules.js';

/** The words of one kind of message: its streams are `notification.templates-<kind>`. */
export interface Templates {
  readonly version: number;
  /** Absent as long as nobody published any: the kind's shipped ones. */
  readonly published: readonly TemplateText[] | undefined;
}

interface Commands {
  PublishTemplate: { readonly kind: NoticeKind; readonly texts: readonly TemplateText[] };
}

type Reason = 'locale-missing' | 'locale-repeated' | 'variable-unknown' | 'variable-malformed' | 'link-in-subject';

const needed = ['ko', 'en'] as const;

export const templates: Decider<Commands, 'TemplatePublished', Templates, Reason> = {
  category: 'notification.templates',
  initial: { version: 1, published: undefined },

  decide: {
    PublishTemplate: ({ kind, texts }, state) => {
      const locales = texts.map(({ locale }) => locale);
      const missing = needed.find((locale) => !locales.includes(locale));
      if (missing) return refuse('locale-missing', `There is no text for ${missing}: Korean and English are needed.`);
      const repeated = locales.find((locale, index) => locales.indexOf(locale) !== index);
      if (repeated !== undefined) return refuse('locale-repeated', `There are two texts for ${repeated}.`);
      for (const text of texts) {
        const fault = faultOf(kind, text);
        if (fault) return fault;
      }
      const content = inOrder(texts);
      if (JSON.stringify(content) === JSON.stringify(inOrder(textsInForce(kind, state)))) return [];
      return [event('TemplatePublished', { kind, version: state.version + 1, texts: content })];
    },
  },

  evolve: { TemplatePublished: (_, { version, texts }) => ({ version, published: texts }) },
};

/** Why a text cannot be published for the kind; `undefined` where it can. */
export const faultOf = (kind: NoticeKind, { locale, subject, body }: TemplateText): Refusal<Reason> | undefined => {
  const text = `${subject}\n${body}`;
  const stray = strayBraces(text);
  if (stray !== undefined) return refuse('variable-malformed', `In the text for ${locale}, ${stray} is no variable.`);
  // Subjects are read by everything on the way, and a link opens the case to whoever has it.
  if (variablesIn(subject).includes('caseLink'))
    return refuse('link-in-subject', `The subject for ${locale} mentions {{caseLink}}, which belongs in the body.`);
  const known = variablesOf[kind];
  const unknown = variablesIn(text).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const detail = `The text for ${locale} mentions {{${unknown}}}; ${kind} knows ${known.join(', ')}.`;
  return refuse('variable-unknown', detail);
};

export const textsInForce = (kind: NoticeKind, { published }: Templates): readonly TemplateText[] =>
  published ?? shippedTexts[kind];

const inOrder = (texts: readonly TemplateText[]): readonly TemplateText[] =>
  texts
    .map(({ locale, subject, body }) => ({ locale, subject, body }))
    .toSorted((a, b) => (a.locale < b.locale ? -1 : 1));

/** The text of a locale, else of its language, else the English one. */
export const textFor = (texts: readonly TemplateText[], locale: string): TemplateText | undefined => {
  const [language] = locale.split('-');
  return (
    texts.find((text) => text.locale === locale) ??
    texts.find((text) => text.locale === language) ??
    texts.find((text) => text.locale === 'en')
  );
};
