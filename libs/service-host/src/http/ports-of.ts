import type { INestApplicationContext } from '@nestjs/common';

/** A provider that some module of the application may have; looked up once, when it is first needed. */
export const optional = <Port>(application: () => INestApplicationContext, token: symbol): (() => Port | undefined) => {
  let found: { readonly port: Port | undefined } | undefined;
  return () => {
    found ??= { port: lookUp<Port>(application(), token) };
    return found.port;
  };
};

const lookUp = <Port>(application: INestApplicationContext, token: symbol): Port | undefined => {
  try {
    return application.get<Port>(token, { strict: false });
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownElementException') return undefined;
    // Nest names no class in its errors' `name`; any other failure is a provider's own.
    if (error instanceof Error && /could not find .* element/i.test(error.message)) return undefined;
    throw error;
  }
};
