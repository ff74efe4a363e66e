import { canonical, decimal, id, instant, key, oneOf, recordKey, text } from '#engine'

/** Goods that are being returned; the refund for them is a line of their order, of type return. */
export const return_request = canonical('return_request', {
  description: 'A request to return goods, as one source has it',
  columns: {
    return_key: key('Surrogate key of the return'),
    record_key: recordKey('Profile record of the person who returns them').orNull(),
    source: id('Source system'),
    return_id: id('Identifier in its source'),
    status: oneOf('How far it has come', ['requested', 'in transit', 'received', 'cancelled']),
    order_number: text('Number of the order in the shop that it was placed in').orNull(),
    authorisation: text('Return authorisation number (RMA)').orNull(),
    carrier: text('Carrier').orNull(),
    tracking_number: text('Tracking number').orNull().pii('identifier'),
    cost: decimal('Cost of the return shipment').orNull(),
    currency: text('Currency of the cost (ISO 4217)').orNull(),
    requested_at: instant('When the return was requested'),
    cancelled_at: instant('When it was cancelled').orNull(),
  },
})
