import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** The providers that some module of the application may have; each is looked up when it is first needed. */
export class OptionalProviders {
  private application: INestApplicationContext | undefined;

  in(application: INestApplicationContext): void {
    this.application = application;
  }

  find<Port>(token: symbol): () => Port | undefined {
    let found: { readonly port: Port | undefined } | undefined;
    return () => {
      found ??= { port: this.lookUp<Port>(token) };
      return found.port;
    };
  }

  private lookUp<Port>(token: symbol): Port | undefined {
    const { application } = this;
    if (!application) throw new Error('Providers are looked up once the application was made.');
    // Asked for what nobody provides, Nest would report an error before it throws.
    const modules = [...application.get(ModulesContainer, { strict: false }).values()];
    return modules.some(({ providers }) => providers.has(token))
      ? application.get<Port>(token, { strict: false })
      : undefined;
  }
}
