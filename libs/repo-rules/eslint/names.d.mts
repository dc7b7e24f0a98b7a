export const emptyWordIn: (name: string) => string | undefined;
export const hasInterfacePrefix: (name: string) => boolean;
