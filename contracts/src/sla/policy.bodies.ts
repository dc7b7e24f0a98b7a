import { Code, Count, ListOf } from '../kit/index.js';
import { Promised, Warning } from './policy.events.js';

/** Every severity and metric is promised once. */
export class SlaPolicyGiven {
  @ListOf(() => Promised, { max: 6 }) promises!: readonly Promised[];
  @ListOf(() => Warning, { max: 5 }) warnings!: readonly Warning[];
}

export class SlaPolicyShown extends SlaPolicyGiven {
  @Count({ min: 0, max: 1_000_000 }) version!: number;
}

export class SlaPolicyAccepted extends SlaPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}
