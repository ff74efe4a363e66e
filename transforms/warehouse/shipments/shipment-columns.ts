import { day, decimal, flag, id, instant, integer, key, list, oneOf, text } from '#engine'

/** The columns of fct_shipments, in the order of a parcel's life. */
export const shipmentColumns = {
  shipment_key: key('Surrogate key of the parcel: that of one of its reports').notPersonal(
    'a tracking number only decides which reports share it',
  ),
  order_key: key('Order of the shop that it is for; missing if none has its number').orNull(),
  customer_key: key('Customer who ordered, or else who receives it; -1 while unknown'),
  recipient_customer_key: key('Customer who receives it, which is another for a present; -1 while unknown'),
  record_key: key('Profile record of the recipient')
    .orNull()
    .notPersonal('made with a secret of the installation'),
  direction: oneOf('Way of the parcel', ['outbound', 'return']),
  state: oneOf('How far it is', ['waiting', 'held', 'shipped', 'delivered', 'cancelled']),
  order_number: text('Number of the order in the shop').orNull(),
  sources: list('Sources that report it, sorted by name'),
  report_count: integer('Records that report it. Additive.'),
  merged_by: oneOf('What shows that its reports are of one parcel', [
    'one report',
    'tracking number',
    'order number and time',
  ]),
  carrier: text('Carrier, in lower case').orNull(),
  service: text("Carrier's service").orNull(),
  tracking_number: text('Tracking number').orNull().pii('identifier'),
  country: text('Destination country (ISO 3166-1)'),
  ordered_at: instant('When it was ordered').orNull(),
  ordered_date: day('The day of that').orNull(),
  promised_date: day('Day until which it should be shipped').orNull(),
  packed_at: instant('When its label was made').orNull(),
  packed_date: day('The day of that').orNull(),
  shipped_at: instant('When it was shipped; the beginning of the day if only the day is known').orNull(),
  has_ship_time: flag('Whether the time of shipping is known, and not only its day'),
  shipped_date: day('The day of that').orNull(),
  delivered_at: instant('When a source heard that it was delivered').orNull(),
  delivered_date: day('The day of that').orNull(),
  returned_at: instant('When its goods were first sent back, or the label for that was requested').orNull(),
  returned_date: day('The day of that').orNull(),
  parcel_count: integer('1 if it was shipped, otherwise 0. Additive.'),
  quantity: decimal('Units in the parcel. Additive.'),
  days_to_ship: integer('Days from the order to shipping. Not additive: take the mean.').orNull(),
  days_to_deliver: integer('Days from shipping to delivery. Not additive: take the mean.').orNull(),
  days_late: integer(
    'Days by which it was shipped after the promised day, or has not been shipped yet; 0 if in time. Not additive: take the mean.',
  ).orNull(),
  is_late: flag('Whether it was or is late; missing if nothing was promised or it was cancelled').orNull(),
  currency: id('Currency of the cost (ISO 4217)').orNull(),
  original_cost: decimal(
    'Cost of labels and insurance in that currency. Additive within a currency.',
  ).orNull(),
  cost_amount: decimal('The same in the reporting currency; missing without a rate. Additive.').orNull(),
}
