import { company } from '#settings'
import { taxRate } from '../basket.ts'
import { iso } from '../calendar.ts'
import type { Account, Basket, Life, Line, Parcel, Purchase, Refund } from '../life-events.ts'
import { decimalAmount, majorUnits } from '../money.ts'
import type { Written } from '../written.ts'

/** Each person has room for a thousand orders, each order for a hundred lines. */
export function orderId(life: Life, { number }: { readonly number: number }): number {
  return 5_600_000_000_000 + life.person.number * 1000 + number
}

export function lineItem(
  order: number,
  { product, quantity, discount, tax }: Line,
  index: number,
  currency: string = company.currency,
) {
  return {
    id: order * 100 + index,
    product_id: product.id,
    variant_id: product.variantId,
    sku: product.sku,
    title: product.title,
    vendor: product.vendor,
    quantity,
    price: decimalAmount(product.price, currency),
    gift_card: false,
    total_discount: '0.00',
    discount_allocations:
      discount > 0 ? [{ amount: decimalAmount(discount, currency), discount_application_index: 0 }] : [],
    tax_lines: [{ title: 'VAT', price: decimalAmount(tax, currency), rate: taxRate }],
  }
}

export function refundsOf(order: number, refund: Refund, currency: string) {
  return [
    {
      id: order * 10,
      created_at: iso(refund.at),
      note: refund.reason,
      refund_line_items: refund.lines.map(({ index, quantity, subtotal, tax }) => ({
        id: order * 1000 + index,
        line_item_id: order * 100 + index,
        quantity,
        restock_type: 'return',
        subtotal: majorUnits(subtotal, currency),
        total_tax: majorUnits(tax, currency),
      })),
      order_adjustments:
        refund.goodwill > 0
          ? [
              {
                amount: decimalAmount(-refund.goodwill, currency),
                kind: 'refund_discrepancy',
                reason: 'Refund discrepancy',
              },
            ]
          : [],
    },
  ]
}

export function fulfillmentsOf(order: number, { lines }: Basket, parcel: Parcel, today: number) {
  if (parcel.shippedAt > today) return []
  const isDelivered = parcel.deliveredAt <= today
  return [
    {
      id: order,
      status: 'success',
      shipment_status: isDelivered ? 'delivered' : 'in_transit',
      created_at: iso(parcel.shippedAt),
      updated_at: iso(isDelivered ? parcel.deliveredAt : parcel.shippedAt),
      tracking_company: { royal_mail: 'Royal Mail', dpd: 'DPD', evri: 'Evri' }[parcel.carrier],
      tracking_number: parcel.tracking,
      line_items: lines.map(({ quantity }, index) => ({ id: order * 100 + index, quantity })),
    },
  ]
}

/** Some people order as guests; people with two accounts alternate between them. */
export function accountOf(life: Life, purchase: Purchase): Account | null {
  const random = life.random('account', purchase.number)
  const [first, second] = life.relations.accounts
  if (random.chance(0.04)) return null
  return (second && second.madeAt < purchase.at && random.chance(0.4) ? second : first) ?? null
}

export function orderName(life: Life, purchase: Purchase): string {
  return `#${orderId(life, purchase) - 5_600_000_000_000 + 1001}`
}

export function nameOf({ email, givenName, familyName, phone }: Written) {
  return { email, first_name: givenName, last_name: familyName, phone }
}

export function addressOf(written: Written) {
  return {
    first_name: written.givenName,
    last_name: written.familyName,
    address1: written.street,
    city: written.city,
    zip: written.postcode,
    country: written.country,
    country_code: written.countryCode,
    phone: written.phone,
  }
}
