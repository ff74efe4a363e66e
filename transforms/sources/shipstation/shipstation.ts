import { z } from 'zod'
import { instantText, localTimeText, source } from '#engine'

const text = z.string().nullable().optional()
const id = z.int().positive()
const amount = z.number().nullable().optional()
/** ShipStation writes times in this zone without an offset, regardless of the account's location. */
export const shipstationTimeZone = 'America/Los_Angeles'

/** Newer endpoints add an offset. */
const time = () =>
  z.union([localTimeText(), instantText()], 'not a time like 2026-03-04T10:15:00').meta({ postgres: 'text' })
const day = () => z.iso.date('not a day like 2026-03-04')
const units = z.looseObject({ value: z.number(), units: text })

const address = z.looseObject({
  name: text,
  company: text,
  street1: text,
  street2: text,
  street3: text,
  city: text,
  state: text,
  postalCode: text,
  country: text,
  phone: text,
})

const item = z.looseObject({
  orderItemId: id.nullable().optional(),
  lineItemKey: text,
  sku: text,
  name: text,
  quantity: z.int().nonnegative(),
  unitPrice: amount,
  adjustment: z.boolean().nullable().optional(),
})

/**
 * ShipStation: orders and shipments of version 1 of its API, and returns as the labels of version 2. Its orders are
 * copies of the shops' orders, so sales are taken from the shops.
 */
export const shipstation = source('shipstation', {
  system: 'ShipStation',
  entities: {
    orders: {
      description: 'Orders of the shops, as the warehouse processes them',
      key: ['orderId'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'modifyDate',
      changedAt: 'modifyDate',
      localTimeZone: shipstationTimeZone,
      pii: {
        customerUsername: 'contact',
        customerEmail: 'contact',
        billTo: 'address',
        shipTo: 'address',
        customerNotes: 'free text',
        internalNotes: 'free text',
      },
      fields: {
        orderId: id.describe('Order id'),
        orderNumber: z.string().min(1).describe('Number of the order in its shop'),
        orderKey: text.describe('Identifier of the order in its shop'),
        orderDate: time().describe('When the order was placed'),
        createDate: time().describe('When ShipStation received the order'),
        modifyDate: time().describe('When the order last changed'),
        paymentDate: time().nullable().optional().describe('When it was paid'),
        shipByDate: time().nullable().optional().describe('Latest time at which it should be shipped'),
        orderStatus: z
          .enum([
            'awaiting_payment',
            'awaiting_shipment',
            'pending_fulfillment',
            'shipped',
            'on_hold',
            'cancelled',
            'rejected_fulfillment',
          ])
          .describe('State of the order'),
        customerId: id.nullable().optional().describe("ShipStation's customer"),
        customerUsername: text.describe('Name of the customer in the shop'),
        customerEmail: text.describe('Email address of the customer'),
        billTo: address.describe('Billing address'),
        shipTo: address.describe('Delivery address'),
        items: z.array(item).describe('Lines'),
        orderTotal: amount.describe('Total of the order; the figure of the shop is more reliable'),
        shippingAmount: amount.describe('What the customer pays for shipping'),
        customerNotes: text.describe('Notes of the customer'),
        internalNotes: text.describe('Notes of the warehouse'),
        carrierCode: text.describe('Carrier'),
        serviceCode: text.describe("Carrier's service"),
        shipDate: day().nullable().optional().describe('Day it was shipped'),
        advancedOptions: z
          .looseObject({ storeId: z.int().nullable().optional(), source: text })
          .nullable()
          .optional()
          .describe('Details such as the shop it came from'),
      },
    },
    shipments: {
      description: 'Labels of parcels, including return parcels',
      key: ['shipmentId'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'createDate',
      finalWhen: { field: 'voided', is: [true] },
      pii: { customerEmail: 'contact', shipTo: 'address', trackingNumber: 'identifier' },
      fields: {
        shipmentId: id.describe('Shipment id'),
        orderId: id.nullable().optional().describe('Order it belongs to'),
        orderKey: text.describe('Identifier of the order in its shop'),
        orderNumber: text.describe('Number of the order in its shop'),
        customerEmail: text.describe('Email address of the customer'),
        createDate: time().describe('When the label was created'),
        shipDate: day().describe('Day it was shipped'),
        shipmentCost: z.number().nonnegative().describe("What the label cost, in the account's currency"),
        insuranceCost: z.number().nonnegative().nullable().optional().describe('What insurance cost'),
        trackingNumber: text.describe('Tracking number'),
        isReturnLabel: z.boolean().describe('Whether the parcel is a return'),
        carrierCode: text.describe('Carrier'),
        serviceCode: text.describe("Carrier's service"),
        voided: z.boolean().describe('Whether the label was voided'),
        voidDate: time().nullable().optional().describe('When it was voided'),
        shipTo: address.nullable().optional().describe('Delivery address'),
        weight: units.nullable().optional().describe('Weight'),
        shipmentItems: z.array(item).nullable().optional().describe('Goods in the parcel'),
      },
    },
    returns: {
      description: 'Labels for customers who return something',
      key: ['label_id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created_at',
      finalWhen: { field: 'voided', is: [true] },
      pii: { tracking_number: 'identifier' },
      fields: {
        label_id: z.string().min(1).describe('Label id'),
        status: z.enum(['processing', 'completed', 'error', 'voided']).describe('State of the label'),
        shipment_id: text.describe('Shipment id'),
        outbound_label_id: text.describe('Label of the outbound parcel'),
        external_order_id: text.describe('Number of the order in its shop'),
        created_at: instantText().describe('When the label was created'),
        ship_date: z
          .union([day(), instantText()], 'not a day like 2026-03-04')
          .meta({ postgres: 'text' })
          .describe('Day of shipping'),
        shipment_cost: z
          .looseObject({ amount: z.number().nonnegative(), currency: z.string() })
          .describe('What the label costs'),
        tracking_number: text.describe('Tracking number'),
        tracking_status: text.describe('unknown, in_transit, error or delivered'),
        is_return_label: z
          .literal(true, 'the label of an outbound parcel: load it as shipstation.shipments')
          .describe('Whether the parcel is a return'),
        rma_number: text.describe('Return authorisation number'),
        carrier_code: text.describe('Carrier'),
        service_code: text.describe("Carrier's service"),
        voided: z.boolean().describe('Whether the label was voided'),
        voided_at: instantText().nullable().optional().describe('When it was voided'),
      },
    },
  },
})
