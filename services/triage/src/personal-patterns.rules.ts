/** What stands for somebody in a text, whoever wrote it. Each is a run that no engine goes back over. */
const patterns: readonly RegExp[] = [
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu,
  // Resident registration numbers of Korea, with their hyphen or without.
  /(?<!\d)\d{6}[- ]?[1-8]\d{6}(?!\d)/gu,
  // Payment cards, in groups or in one piece.
  /(?<!\d)\d{4}[- ]?\d{4}[- ]?\d{4}[- ]?\d{1,7}(?!\d)/gu,
  // Telephone numbers, national or international.
  /(?<![\d-])(?!\d{4}-\d{2}-\d{2}(?!\d))(?:\+\d{1,3}[ .-]?)?\(?\d{2,4}\)?[ .-]?\d{3,4}[ .-]?\d{4}(?!\d)/gu,
  // Whatever else is long enough to be an account or an order; a date is not.
  /(?<![\d-])(?!\d{4}-\d{2}-\d{2}(?!\d))\d(?:[ -]?\d){7,30}(?!\d)/gu,
  // Korean addresses: a street with its number, a block and a flat.
  /[가-힣\d]{1,20}(?:대로|로|길)\s?\d{1,4}(?:-\d{1,4})?(?!\d)/gu,
  /(?<!\d)\d{1,4}\s?동\s?\d{1,4}\s?호/gu,
  // English ones: a number and a street.
  /(?<!\d)\d{1,5}\s(?:[A-Z][a-z]{1,20}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Way)\b/gu,
];

export interface PassedOver {
  /** With a full stop in place of each pattern, so that no words meet that did not stand together. */
  readonly text: string;
  readonly personalPatterns: boolean;
}

export const withoutPersonal = (text: string): PassedOver => {
  const rest = patterns.reduce((left, pattern) => left.replace(pattern, ' . '), text.normalize('NFC'));
  return { text: rest, personalPatterns: rest !== text.normalize('NFC') };
};
