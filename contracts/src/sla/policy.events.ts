import { Code, Count, Event, Key, ListOf, OneOf } from '../kit/index.js';
import { type Metric, metrics, severities, type Severity, Warning } from './clock.events.js';

/** How long something may take for complaints of a severity. */
export class Promised {
  @OneOf(...severities) severity!: Severity;
  @OneOf(...metrics) metric!: Metric;
  @Count({ min: 1, max: 5_256_000 }) minutes!: number;
}

/** What is promised from now on; clocks that run already keep the version they name. Version 1 is the one that was shipped. */
@Event('sla.SlaPolicyPublished', 1)
export class SlaPolicyPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  @ListOf(() => Promised, { max: 6 }) promises!: readonly Promised[];
  @ListOf(() => Warning, { max: 5 }) warnings!: readonly Warning[];
}

declare module '@redress/eventing' {
  interface EventTypes {
    SlaPolicyPublished: SlaPolicyPublished;
  }
}
