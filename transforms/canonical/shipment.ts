import { canonical, decimal, id, instant, key, oneOf, text } from '#engine'

/**
 * An order as the warehouse sees it, or a parcel. Its goods and their prices are those of the shop the order
 * came from: nothing here is a sale.
 */
export const shipment = canonical('shipment', {
  description: 'An order to be sent, a parcel sent or a parcel coming back, as one source has it',
  columns: {
    shipment_key: key('Surrogate key of the shipment'),
    record_key: key('Profile record of the recipient').orNull(),
    source: id('Source system'),
    shipment_id: id('Identifier in its source'),
    shipment_type: text('order, parcel or return parcel'),
    status: oneOf('How far it has come', ['pending', 'held', 'shipped', 'cancelled']),
    parent_key: key('The order a parcel belongs to').orNull(),
    order_number: text('Number of the order in the shop it came from').orNull(),
    carrier: text('Carrier').orNull(),
    service: text("Carrier's service").orNull(),
    tracking_number: text('Tracking number').orNull().pii('identifier'),
    country: text('Country it goes to (ISO 3166-1)').orNull(),
    quantity: decimal('Units in it'),
    cost: decimal('What sending it costs').orNull(),
    currency: text('Currency of the cost (ISO 4217)').orNull(),
    created_at: instant('When the order was placed, or the label made'),
    due_at: instant('When it should be shipped at the latest').orNull(),
    shipped_at: instant('When it was shipped').orNull(),
  },
})
