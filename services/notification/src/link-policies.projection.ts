import { shippedLinkPolicy } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';

/** For how long links are good that go out in messages, as intake published it last. */
@Entity('link_policies')
export class LinkPolicyRow {
  @PrimaryColumn('text') policyId!: string;
  @Column('int') version!: number;
  @Column('int') validDays!: number;
}

export const linkPolicies = projection({
  name: 'notification.link-policies',
  table: LinkPolicyRow,
  key: ['policyId'],
  on: { LinkPolicyPublished: (_, { policyId, version, validDays }) => ({ policyId, version, validDays }) },
});

export const linkValidDays = async (rows: Repository<LinkPolicyRow>): Promise<number> => {
  const [published] = await rows.find({ take: 1 });
  return (published ?? shippedLinkPolicy).validDays;
};
