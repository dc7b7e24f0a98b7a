/**
 * Damm's quasigroup of order 10: totally anti-symmetric, so that every single wrong digit and every swap of two
 * neighbours is noticed (H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004, p. 111).
 */
const quasigroup = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

const interimOf = (digits: string): number =>
  [...digits].reduce((interim, digit) => Number(quasigroup[interim]?.[Number(digit)]), 0);

/** `10000017-3`: the number, and a digit that gives typing errors away. */
export const caseNumberOf = (sequenceNumber: number): string => {
  const digits = String(sequenceNumber);
  return `${digits}-${interimOf(digits)}`;
};

/** Whether it can be a case number at all. One that was mistyped in one digit, or by swapping two neighbours, cannot. */
export const isCaseNumber = (text: string): boolean =>
  /^[1-9][0-9]{7,}-[0-9]$/.test(text) && interimOf(text.replace('-', '')) === 0;

/** Numbers from the first to the last, both included, that one process gives out. */
export interface Block {
  readonly first: number;
  readonly last: number;
}
