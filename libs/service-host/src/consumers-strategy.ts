import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { Runtime } from './runtime.js';

/** Starts and stops the consumers of all services with the application; what they do is the adapters' business. */
export class ConsumersStrategy extends Server implements CustomTransportStrategy {
  constructor(private readonly runtime: Runtime) {
    super();
  }

  listen(started: (error?: unknown) => void): void {
    const { services, duties } = this.runtime;
    Promise.all([...services, ...duties].map((each) => each.start())).then(() => started(), started);
  }

  close(): Promise<void> {
    return this.runtime.close();
  }

  on(): void {
    throw new Error('Consumers report through the log and through readiness, not by events.');
  }

  unwrap<T>(): T {
    throw new Error('There is no driver behind this transport.');
  }
}
