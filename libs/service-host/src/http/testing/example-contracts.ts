import {
  Count,
  Email,
  Flag,
  Id,
  Instant,
  Line,
  ListOf,
  ManyOf,
  OneOf,
  Optional,
  Personal,
  Shape,
  Text,
} from '@redress/contracts';

export class Customer {
  @Personal('contact') @Line({ maxBytes: 200 }) name!: string;
  @Optional() @Personal('contact') @Email() email?: string;
}

export class OrderLine {
  @Line({ maxBytes: 80 }) product!: string;
  @Count({ min: 1, max: 99 }) quantity!: number;
}

export class NewParcel {
  @Shape(() => Customer) customer!: Customer;
  @ListOf(() => OrderLine, { max: 20 }) lines!: readonly OrderLine[];
  @OneOf('express', 'ordinary') speed!: 'express' | 'ordinary';
  @Instant() orderedAt!: Date;
  @Optional() @Text({ maxBytes: 4_000 }) note?: string;
  @Optional() @Flag() gift?: boolean;
}

export class ParcelPath {
  @Id() parcelId!: string;
}

export class ParcelsWanted {
  @Optional() @ManyOf('open', 'closed') states?: readonly ('open' | 'closed')[];
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Instant() before?: Date;
}

export class Parcel {
  @Id() parcelId!: string;
  @Shape(() => Customer) customer!: Customer;
}

export class Sent {
  @Id() commandId!: string;
}
