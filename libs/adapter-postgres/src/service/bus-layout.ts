import type { DataSource } from 'typeorm';

/** The checkpoints of a service are for a bus of another count of partitions: read by this one, events would come twice or never. */
export class BusChanged extends Error {
  constructor(service: string, before: number, now: number) {
    super(
      `bus-changed: what ${service} has read was divided into ${before} partitions, and this bus has ${now}. ` +
        'Go back to the former EVENT_BUS and KAFKA_PARTITIONS, or move by redress bus move.',
    );
    this.name = 'BusChanged';
  }
}

/** Notes at the first start how many partitions the bus has. Rejects with `BusChanged` when it is another count later. */
export const requireLayout = async (dataSource: DataSource, service: string, partitions: number): Promise<void> => {
  // Checkpoints that were written before anything was noted are those of the store's own bus, which has one partition.
  await dataSource.query(
    `insert into "${service}".bus_layout (partitions)
     select case when exists (
       select 1 from "${service}".checkpoints where consumer = 'act' or consumer like 'read %'
     ) then 1 else $1::integer end
     on conflict do nothing`,
    [partitions],
  );
  const rows: { partitions: number }[] = await dataSource.query(`select partitions from "${service}".bus_layout`);
  const noted = rows[0]?.partitions ?? partitions;
  if (noted !== partitions) throw new BusChanged(service, noted, partitions);
};
