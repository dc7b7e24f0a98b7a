import { Code, Count } from '../kit/index.js';

export class HandlingPolicyGiven {
  /** For so long after closing a customer may come back to the same complaint. */
  @Count({ min: 0, max: 3650 }) reopenWithinDays!: number;
}

export class HandlingPolicyShown extends HandlingPolicyGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class HandlingPolicyAccepted extends HandlingPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}
