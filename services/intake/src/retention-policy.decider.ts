import { type Decider, event } from '@redress/eventing';

/** For how long what was said about complaints is kept, and since which version. */
export interface RetentionPolicy {
  readonly version: number;
  /** Counted from the closing of the complaint. */
  readonly retainRecordsDays: number;
}

/** There is one policy: the one in force. */
export const retentionPolicyId = 'current';

interface Commands {
  PublishPolicy: { readonly retainRecordsDays: number };
}

export const retentionPolicy: Decider<Commands, 'RetentionPolicyPublished', RetentionPolicy> = {
  category: 'intake.retention',
  /**
   * As shipped: three years, a leap day among them. Records of complaints and disputes (E-Commerce Act of the Republic
   * of Korea, art. 6; its decree, art. 6).
   */
  initial: { version: 1, retainRecordsDays: 1096 },

  decide: {
    PublishPolicy: ({ retainRecordsDays }, policy) =>
      retainRecordsDays === policy.retainRecordsDays
        ? []
        : [
            event('RetentionPolicyPublished', {
              policyId: retentionPolicyId,
              version: policy.version + 1,
              retainRecordsDays,
            }),
          ],
  },

  evolve: {
    RetentionPolicyPublished: (_, { version, retainRecordsDays }) => ({ version, retainRecordsDays }),
  },
};

/** Up to when the record of a complaint is kept that was closed then. */
export const keptUntil = ({ retainRecordsDays }: RetentionPolicy, closedAt: Date): Date =>
  new Date(closedAt.getTime() + retainRecordsDays * 86_400_000);
