import type { CustomerKey } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
import type { Preferences } from './preferences.decider.js';

@Entity('preferences')
export class PreferenceRow {
  @PrimaryColumn('uuid') customerKey!: CustomerKey;
  @Column('text', { nullable: true }) carrier!: Preferences['carrier'] | null;
  @Column('text', { nullable: true }) locale!: string | null;
  @Column('text', { nullable: true }) timeZone!: string | null;
}

/** How customers wish to be written to. */
export const preferenceRows = projection<PreferenceRow, 'customerKey'>({
  name: 'notification.preferences',
  table: PreferenceRow,
  key: ['customerKey'],
  on: {
    PreferenceChanged: (_, { customerKey, carrier, locale, timeZone }) => ({
      customerKey,
      carrier: carrier === 'mail' || carrier === 'webhook' ? carrier : null,
      locale: locale ?? null,
      timeZone: timeZone ?? null,
    }),
  },
});

/** `null` where nobody is known, or nothing was said. */
export const preferenceOf = async (
  rows: Repository<PreferenceRow>,
  { customerKey }: { readonly customerKey?: CustomerKey | null },
): Promise<PreferenceRow | null> => (customerKey ? rows.findOneBy({ customerKey }) : null);
