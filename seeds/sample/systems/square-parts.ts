import { company } from '#settings'
import { sum } from '../basket.ts'
import { iso } from '../calendar.ts'
import type { Life, Purchase } from '../life-events.ts'

export const money = (amount: number) => ({ amount, currency: company.currency })

interface Shop {
  readonly id: string
  readonly name: string
  readonly street: string
}

/** The two shops in town. */
export const shops: readonly [Shop, ...Shop[]] = [
  { id: 'LBOLD5T7HEARTH', name: 'Old Town', street: '12 Lantern Row' },
  { id: 'LQUAY9M2HOLLOW', name: 'Quayside', street: '3 Quay Street' },
]

export function tillPurchases(life: Life): readonly Purchase[] {
  return life.purchases.filter(({ isInStore }) => isInStore)
}

/** Even buyers whom the till knows do not always identify themselves. */
export function tillDraws(life: Life, { number }: Purchase) {
  const random = life.random('till', number)
  return {
    customerId: random.chance(0.8) ? life.relations.tillId : null,
    location: random.pick(shops).id,
    isCash: random.chance(0.12),
    card: random.integer(1000, 9999),
    id: random.code(20),
  }
}

export function tillOrderId(life: Life, purchase: Purchase): string {
  return `CAIS${tillDraws(life, purchase).id}`
}

/** A return is an order by itself. */
export function* returns(life: Life) {
  for (const purchase of tillPurchases(life)) {
    const { refund, lines } = life.basket(purchase)
    if (!refund) continue
    const { customerId, location } = tillDraws(life, purchase)
    const sale = tillOrderId(life, purchase)
    const id = `CAIR${sale.slice(4)}`
    const at = iso(refund.at)
    const back = refund.lines.flatMap(({ index, quantity, subtotal, tax }) => {
      const line = lines[index]
      return line ? [{ line, index, quantity, subtotal, tax }] : []
    })
    const total = sum(back, ({ subtotal }) => subtotal)
    const discount = sum(back, ({ line, quantity, subtotal }) => line.product.price * quantity - subtotal)
    yield {
      at: refund.at,
      record: {
        id,
        location_id: location,
        customer_id: customerId,
        state: 'COMPLETED' as const,
        source: { name: 'Point of Sale' },
        created_at: at,
        updated_at: at,
        closed_at: at,
        total_money: money(0),
        net_amounts: {
          total_money: money(-total),
          tax_money: money(-sum(back, ({ tax }) => tax)),
          discount_money: money(-discount),
          tip_money: money(0),
        },
        returns: [
          {
            uid: `${id}-r`,
            source_order_id: sale,
            return_line_items: back.map(({ line, index, quantity, subtotal, tax }) => ({
              uid: `${id}-${index}`,
              source_line_item_uid: `${sale}-${index}`,
              name: line.product.title,
              quantity: String(quantity),
              catalog_object_id: line.product.sku,
              item_type: 'ITEM',
              base_price_money: money(line.product.price),
              total_discount_money: money(line.product.price * quantity - subtotal),
              total_tax_money: money(tax),
              total_money: money(subtotal),
            })),
          },
        ],
        refunds: [refundOf(id, `PAY${sale.slice(4)}`, refund.reason, at, total)],
        tenders: [],
      },
    }
  }
}

export function refundOf(order: string, payment: string, reason: string, at: string, total: number) {
  return {
    id: `REF${order.slice(4)}`,
    tender_id: payment,
    created_at: at,
    reason,
    amount_money: money(total),
    status: 'APPROVED' as const,
  }
}
