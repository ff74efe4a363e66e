import { afterDays, instant, today } from './calendar.ts'
import type { Line, Order } from './orders.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'

interface Refunds {
  readonly refunds: Order['refunds']
  readonly status: string
  readonly refundedAt: Date | null
}

/** What came back of an order: all of it or some lines, days to weeks later, if that day has come. */
export function refundsOf(
  random: Random,
  person: Person,
  order: number,
  orderedAt: Date,
  lines: readonly Line[],
): Refunds {
  const refundedAt = afterDays(3 + random.gamma(2, 0.2), orderedAt)
  const isRefunded = random.chance(person.segment.sendsBack) && refundedAt < today
  if (!isRefunded) return { refunds: [], status: 'paid', refundedAt: null }
  const isWhole = random.chance(0.35)
  const back = lines.filter((_, index) => isWhole || index === 0 || random.chance(0.25))
  const goodwill = !isWhole && random.chance(0.1)
  return {
    refunds: [
      {
        id: order * 10,
        created_at: instant(refundedAt),
        note: random.pick(['Changed mind', 'Arrived damaged', 'Not as described', 'Unwanted gift']),
        refund_line_items: back.map((line, index) => refundLine(random, line, order * 1000 + index, isWhole)),
        order_adjustments: goodwill
          ? [{ amount: '-5.00', kind: 'refund_discrepancy', reason: 'Refund discrepancy' }]
          : [],
      },
    ],
    status: back.length === lines.length && isWhole ? 'refunded' : 'partially_refunded',
    refundedAt,
  }
}

/** As much of the line's price after discount, and of its tax, as its share of the quantity. */
function refundLine(random: Random, line: Line, id: number, isWhole: boolean) {
  const quantity = isWhole ? line.quantity : random.integer(1, line.quantity)
  const paid = line.product.price * line.quantity - line.discount
  return {
    id,
    line_item_id: line.id,
    quantity,
    restock_type: 'return',
    subtotal: Math.round((paid * quantity) / line.quantity) / 100,
    total_tax: Math.round((line.tax * quantity) / line.quantity) / 100,
  }
}
