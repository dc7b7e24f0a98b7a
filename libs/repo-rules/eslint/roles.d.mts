export interface Role {
  readonly mayImport: readonly string[];
  readonly lines: number;
  readonly isPure?: boolean;
}
export type Roles = Readonly<Record<string, Role>>;
export const roles: Roles;
export const compositionRoles: Roles;
export const pureLibraries: readonly string[];
export const roleOf: (name: string, known?: Roles) => string | undefined;
export const allows: (role: Role, specifier: string, kind: 'value' | 'type') => boolean;
