import { company } from '#settings'
import { shipstation } from '../../../transforms/sources/shipstation/shipstation.ts'
import { day, iso, isoDay, pacific } from '../calendar.ts'
import { feed, latest } from '../feed.ts'
import type { Life, Purchase } from '../life-events.ts'
import { majorUnits } from '../money.ts'
import { scattered } from '../relations.ts'
import { type Written, writtenIn } from '../written.ts'
import { accountOf, orderId, orderName } from './shopify-parts.ts'

/** The warehouse: orders of the online shop, their parcels, and return labels. */
export const shipstationFeeds = [
  feed(shipstation.orders, { life: orders }),
  feed(shipstation.shipments, { life: shipments }),
  feed(shipstation.returns, { life: returns }),
]

function onlinePurchases(life: Life): readonly Purchase[] {
  return life.purchases.filter(({ isInStore }) => !isInStore)
}

function shipstationId(life: Life, purchase: Purchase): number {
  return scattered(life.person.number, 21_234_561, 1_000_000) * 1000 + purchase.number
}

function recipientOf(life: Life, purchase: Purchase): Written {
  return writtenIn(
    life,
    'shipstation',
    life.person.joinsAt,
    accountOf(life, purchase)?.copy ?? 9,
    purchase.at,
  )
}

function shipTo(written: Written) {
  return {
    name: `${written.givenName} ${written.familyName}`,
    street1: written.street,
    city: written.city,
    postalCode: written.postcode,
    country: written.countryCode,
    phone: written.phone,
  }
}

function* orders(life: Life) {
  for (const purchase of onlinePurchases(life)) {
    const parcel = life.parcel(purchase)
    const basket = life.basket(purchase)
    const written = recipientOf(life, purchase)
    const isShipped = parcel.shippedAt <= life.today
    const at = latest(life.today, parcel.takenAt, parcel.shippedAt)
    yield {
      at,
      record: {
        orderId: shipstationId(life, purchase),
        orderNumber: orderName(life, purchase),
        orderKey: String(orderId(life, purchase)),
        orderDate: pacific(purchase.at),
        createDate: pacific(parcel.takenAt),
        modifyDate: pacific(at),
        paymentDate: pacific(purchase.at),
        shipByDate: pacific(parcel.dueAt),
        orderStatus: isShipped ? ('shipped' as const) : ('awaiting_shipment' as const),
        customerUsername: written.email,
        customerEmail: written.email,
        billTo: shipTo(written),
        shipTo: shipTo(written),
        items: basket.lines.map(({ product, quantity }) => ({
          sku: product.sku,
          name: product.title,
          quantity,
          unitPrice: majorUnits(product.price),
        })),
        orderTotal: majorUnits(basket.total),
        shippingAmount: majorUnits(basket.shipping),
        carrierCode: parcel.carrier,
        serviceCode: `${parcel.carrier}_tracked_48`,
        shipDate: isShipped ? isoDay(parcel.shippedAt - 8 * (day / 24)) : null,
        advancedOptions: { storeId: 1, source: 'web' },
      },
    }
  }
}

function* shipments(life: Life) {
  for (const purchase of onlinePurchases(life)) {
    const parcel = life.parcel(purchase)
    const written = recipientOf(life, purchase)
    const order = shipstationId(life, purchase)
    yield {
      at: parcel.shippedAt,
      record: {
        shipmentId: order + 1,
        orderId: order,
        orderKey: String(orderId(life, purchase)),
        orderNumber: orderName(life, purchase),
        customerEmail: written.email,
        createDate: pacific(parcel.shippedAt),
        shipDate: isoDay(parcel.shippedAt - 8 * (day / 24)),
        shipmentCost: parcel.cost,
        trackingNumber: parcel.tracking,
        isReturnLabel: false,
        carrierCode: parcel.carrier,
        serviceCode: `${parcel.carrier}_tracked_48`,
        voided: false,
        shipTo: shipTo(written),
      },
    }
  }
}

/** The return label is requested a few days before the refund. */
function* returns(life: Life) {
  for (const purchase of onlinePurchases(life)) {
    const { refund } = life.basket(purchase)
    if (!refund) continue
    const parcel = life.parcel(purchase)
    const at = Math.max(purchase.at + day, refund.at - 3 * day)
    yield {
      at,
      record: {
        label_id: `se-${shipstationId(life, purchase)}`,
        status: 'completed' as const,
        shipment_id: `se-${shipstationId(life, purchase) + 1}`,
        external_order_id: orderName(life, purchase),
        created_at: iso(at),
        ship_date: isoDay(at),
        shipment_cost: { amount: parcel.cost, currency: company.currency.toLowerCase() },
        tracking_number: parcel.tracking.replace('HH', 'RR'),
        tracking_status: 'in_transit',
        is_return_label: true as const,
        rma_number: `RMA-${orderName(life, purchase).slice(1)}`,
        carrier_code: parcel.carrier,
        service_code: `${parcel.carrier}_returns`,
        voided: false,
      },
    }
  }
}
