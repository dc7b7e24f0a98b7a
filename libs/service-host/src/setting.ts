export class WrongSetting extends Error {
  constructor(name: string, detail: string) {
    super(`${name} ${detail}.`);
    this.name = 'WrongSetting';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Without the blanks around it; an empty one is none. */
export const textOf = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
};

export const countOf = (environment: Environment, name: string, usual: number, most: number): number => {
  const text = textOf(environment, name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw new WrongSetting(name, `is a whole number from 0 to ${most}`);
  return value;
};
