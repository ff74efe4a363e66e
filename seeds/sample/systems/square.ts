import type { RecordOf } from '#engine'
import { company } from '#settings'
import { square } from '../../../transforms/sources/square/square.ts'
import { sum } from '../basket.ts'
import { iso, minute, opening } from '../calendar.ts'
import { feed, latest, type Made } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { service } from '../settings.ts'
import { homeMarket, inventedMailbox, shopPhone } from '../shop.ts'
import { writtenIn } from '../written.ts'
import { money, refundOf, returns, shops, tillDraws, tillOrderId, tillPurchases } from './square-parts.ts'

/** The tills of the two shops: some buyers give a name, many do not. */
export const squareFeeds = [
  feed(square.customers, { life: customers }),
  feed(square.locations, { company: () => shops.map(locationOf) }),
  feed(square.orders, { life: allOrders }),
  feed(square.payments, { life: payments }),
]

function locationOf({ id, name, street }: (typeof shops)[number]) {
  return {
    at: opening,
    record: {
      id,
      name,
      business_name: company.name,
      type: 'PHYSICAL',
      status: 'ACTIVE',
      timezone: company.timeZone,
      country: homeMarket,
      currency: company.currency,
      address: { address_line_1: street, country: homeMarket },
      created_at: iso(opening),
    },
  }
}

function* customers(life: Life) {
  const { tillId } = life.relations
  const bought = tillPurchases(life)
  const [first] = bought
  if (!tillId || !first) return
  const written = writtenIn(life, 'square', first.at)
  const isStandIn = life.random('till phone').chance(service.shopPhoneAtTill)
  const isInvented = life.random('till mailbox').chance(service.inventedMailbox)
  const at = latest(life.today, first.at, written.changedAt, bought.at(-1)?.at)
  yield {
    at,
    record: {
      id: tillId,
      created_at: iso(first.at),
      updated_at: iso(at),
      given_name: written.givenName,
      family_name: written.familyName,
      email_address: written.email ?? (isInvented ? inventedMailbox : null),
      phone_number: written.phone ?? (isStandIn ? shopPhone : null),
      birthday: written.birthDate,
      address: written.street
        ? {
            address_line_1: written.street,
            locality: written.city,
            postal_code: written.postcode,
            country: written.countryCode,
          }
        : null,
      creation_source: 'INSTANT_PROFILE',
      preferences: { email_unsubscribed: life.mailing.subscribedAt === null },
    },
  }
}

function* allOrders(life: Life): Generator<Made<RecordOf<typeof square.orders>>> {
  yield* orders(life)
  yield* returns(life)
}

function* orders(life: Life) {
  for (const purchase of tillPurchases(life)) {
    const basket = life.basket(purchase)
    const { customerId, location, isCash } = tillDraws(life, purchase)
    const id = tillOrderId(life, purchase)
    const refund = basket.refund && basket.refund.at <= life.today ? basket.refund : null
    const at = latest(life.today, purchase.at, refund?.at)
    const back = refund ? sum(refund.lines, ({ subtotal }) => subtotal) : 0
    const payment = `PAY${id.slice(4)}`
    yield {
      at,
      record: {
        id,
        location_id: location,
        customer_id: customerId,
        state: 'COMPLETED' as const,
        version: 1,
        source: { name: 'Point of Sale' },
        created_at: iso(purchase.at),
        updated_at: iso(at),
        closed_at: iso(purchase.at),
        line_items: basket.lines.map(({ product, quantity, discount, tax }, index) => ({
          uid: `${id}-${index}`,
          name: product.title,
          quantity: String(quantity),
          catalog_object_id: product.sku,
          item_type: 'ITEM',
          base_price_money: money(product.price),
          total_discount_money: money(discount),
          total_tax_money: money(tax),
          total_money: money(product.price * quantity - discount),
        })),
        total_money: money(basket.total),
        total_tax_money: money(basket.tax),
        total_discount_money: money(basket.discounts),
        net_amounts: {
          total_money: money(basket.total),
          tax_money: money(basket.tax),
          discount_money: money(basket.discounts),
          tip_money: money(0),
        },
        tenders: [
          { id: payment, type: isCash ? 'CASH' : 'CARD', payment_id: payment, customer_id: customerId },
        ],
        refunds: refund ? [refundOf(id, payment, refund.reason, iso(refund.at), back)] : [],
      },
    }
  }
}

function* payments(life: Life) {
  for (const purchase of tillPurchases(life)) {
    const basket = life.basket(purchase)
    const { customerId, location, isCash, card } = tillDraws(life, purchase)
    const refund = basket.refund && basket.refund.at <= life.today ? basket.refund : null
    const at = latest(life.today, purchase.at + minute, refund?.at)
    const id = tillOrderId(life, purchase)
    yield {
      at,
      record: {
        id: `PAY${id.slice(4)}`,
        created_at: iso(purchase.at),
        updated_at: iso(at),
        status: 'COMPLETED' as const,
        source_type: isCash ? 'CASH' : 'CARD',
        amount_money: money(basket.total),
        total_money: money(basket.total),
        ...(refund ? { refunded_money: money(sum(refund.lines, ({ subtotal }) => subtotal)) } : {}),
        location_id: location,
        order_id: id,
        customer_id: customerId,
        ...(isCash
          ? {}
          : { card_details: { status: 'CAPTURED', card: { card_brand: 'VISA', last_4: String(card) } } }),
      },
    }
  }
}
