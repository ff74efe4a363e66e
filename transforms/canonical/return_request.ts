import { canonical, decimal, id, instant, key, text } from '#engine'

/** Goods on their way back; the money given back for them is a line of their order, of type return. */
export const return_request = canonical('return_request', {
  description: 'A wish to send goods back, as one source has it',
  columns: {
    return_key: key('Surrogate key of the return'),
    record_key: key('Profile record of who sends back').orNull(),
    source: id('Source system'),
    return_id: id('Identifier in its source'),
    status: text('requested, in transit, received or cancelled'),
    order_number: text('Number of the order in the shop it came from').orNull(),
    authorisation: text('Number the return was authorised under (RMA)').orNull(),
    carrier: text('Carrier').orNull(),
    tracking_number: text('Tracking number').orNull().pii('identifier'),
    cost: decimal('What sending it back costs').orNull(),
    currency: text('Currency of the cost (ISO 4217)').orNull(),
    requested_at: instant('When the return was asked for'),
    cancelled_at: instant('When it was called off').orNull(),
  },
})
