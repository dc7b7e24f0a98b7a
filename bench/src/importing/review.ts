type Json = Readonly<Record<string, unknown>>;

/** What a line of reviews has that no complaint has. */
const ofReviews = ['orderNo', 'customerId', 'orderValue'] as const;

/**
 * Reads the lines of one file, in order, as bodies of `POST /api/intake/complaints`. A customer's review with the facts
 * of its order on one level (`orderNo`, `orderValue` in major units, `customerId`, …) is put into words of a complaint;
 * any other line is taken as one already. Throws a sentence, without anything personal, where a value has no exact
 * meaning.
 */
export const complaintReader = (): ((line: Json) => Json) => {
  const orders = new Map<unknown, unknown>();
  /** One review may be about several orders: the first goes by its reference, each other one by its order as well. */
  const referenceOf = ({ externalRef, orderNo }: Json): unknown => {
    if (typeof externalRef !== 'string' || typeof orderNo !== 'string') return externalRef;
    if (!orders.has(externalRef)) orders.set(externalRef, orderNo);
    return orders.get(externalRef) === orderNo ? externalRef : `${externalRef}.${orderNo}`;
  };
  const isReview = (line: Json): boolean => line['channel'] === undefined && ofReviews.some((name) => name in line);
  return (line) => (isReview(line) ? { ...fromReview(line), ...present({ externalRef: referenceOf(line) }) } : line);
};

const fromReview = (review: Json): Json => {
  const { receivedAt, subject, text, locale, customerId, productCode } = review;
  const { orderNo, region, sellerId, promisedAt, deliveredAt } = review;
  const order = { number: orderNo, region, sellerId, promisedAt, deliveredAt, ...valueOf(review) };
  return present({
    channel: 'web',
    receivedAt,
    subject,
    text,
    productCode,
    customer: unlessEmpty(present({ id: customerId, locale })),
    order: unlessEmpty(present(order)),
  });
};

const valueOf = ({ orderValue, currency }: Json): Json => {
  if (orderValue === null || orderValue === undefined) return {};
  if (typeof currency !== 'string') throw new Error('its order value has no currency');
  return { valueMinor: minorUnits(JSON.stringify(orderValue), currency), currency };
};

/** `111.22` BRL is 11122: by its digits, since binary fractions do not hold them. */
export const minorUnits = (amount: string, currency: string): number => {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined) throw new Error('its order value is not a decimal number');
  const digits = digitsOf(currency);
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > digits) throw new Error(`its order value has more digits than ${currency} has`);
  const minor = Number(whole + kept.padEnd(digits, '0'));
  if (!Number.isSafeInteger(minor)) throw new Error('its order value is too large');
  return minor;
};

const digitsOf = (currency: string): number => {
  if (!/^[A-Z]{3}$/.test(currency)) throw new Error('its order value has no currency');
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return maximumFractionDigits ?? 2;
};

const present = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const unlessEmpty = (fields: Json): Json | undefined => (Object.keys(fields).length > 0 ? fields : undefined);
