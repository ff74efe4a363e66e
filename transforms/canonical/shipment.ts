import { canonical, decimal, flag, id, instant, key, oneOf, recordKey, text } from '#engine'

/** An order as the fulfilment system sees it, or a parcel. It is not a sale: the shop has the order with its prices. */
export const shipment = canonical('shipment', {
  description: 'An order to ship, a shipped parcel or a returned parcel, as one source has it',
  columns: {
    shipment_key: key('Surrogate key of the shipment'),
    record_key: recordKey('Profile record of the recipient').orNull(),
    source: id('Source system'),
    shipment_id: id('Identifier in its source'),
    shipment_type: text('order, parcel or return parcel'),
    status: oneOf('Its state', ['pending', 'held', 'shipped', 'cancelled']),
    parent_key: key('The order that a parcel belongs to').orNull(),
    order_number: text('Number of the order in the shop that it was placed in').orNull(),
    carrier: text('Carrier').orNull(),
    service: text("Carrier's service").orNull(),
    tracking_number: text('Tracking number').orNull().pii('identifier'),
    country: text('Destination country (ISO 3166-1)').orNull().notPersonal('many people live in a country'),
    quantity: decimal('Units'),
    cost: decimal('Cost of the shipment').orNull(),
    currency: text('Currency of the cost (ISO 4217)').orNull(),
    created_at: instant('When the order was placed, or the label created'),
    due_at: instant('Deadline for shipping it').orNull(),
    packed_at: instant('When it was packed: its label was made').orNull(),
    shipped_at: instant('When it was shipped').orNull(),
    has_ship_time: flag('Whether the source says at what time it was shipped, and not only on which day'),
    delivered_at: instant('When the source heard that it was delivered').orNull(),
  },
})
