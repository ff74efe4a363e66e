import { company } from '#settings'
import { taxWithin } from '../basket.ts'
import { iso, minute } from '../calendar.ts'
import { latest } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { decimalAmount } from '../money.ts'
import { shopHost } from '../shop.ts'
import { reached } from '../visits.ts'
import { writtenIn } from '../written.ts'
import { addressOf, nameOf } from './shopify-parts.ts'

/** Checkouts that people with an account abandoned. */
export function* checkouts(life: Life) {
  const [account] = life.relations.accounts
  for (const visit of life.visits) {
    if (visit.left === null || !reached(visit, 'started') || visit.at > life.today || !account) continue
    const createdAt = visit.at + 4 * minute
    const written = writtenIn(life, 'shopify', account.madeAt, account.copy, createdAt)
    const { product } = visit
    const isKnown = account.madeAt < createdAt
    const closedAt = createdAt + 40 * 24 * 60 * minute
    const at = latest(life.today, createdAt, closedAt)
    const token = life.random('checkout', visit.number).code(32)
    yield {
      at,
      record: {
        id: (30_000_000 + life.person.number) * 100_000 + visit.number,
        token,
        cart_token: token.slice(0, 24),
        email: written.email,
        phone: null,
        customer: isKnown ? { id: account.id, ...nameOf(written) } : null,
        shipping_address: addressOf(written),
        currency: company.currency,
        line_items: [
          {
            key: token.slice(0, 12),
            product_id: product.id,
            variant_id: product.variantId,
            sku: product.sku,
            title: product.title,
            quantity: 1,
            price: decimalAmount(product.price),
          },
        ],
        total_line_items_price: decimalAmount(product.price),
        total_discounts: '0.00',
        total_tax: decimalAmount(taxWithin(product.price)),
        total_price: decimalAmount(product.price),
        landing_site: `/products/${product.sku}`,
        referring_site: visit.channel.source ? `https://${visit.channel.source}.example/` : null,
        abandoned_checkout_url: `https://${shopHost}/checkouts/${token}/recover`,
        created_at: iso(createdAt),
        updated_at: iso(at),
        completed_at: null,
        closed_at: closedAt <= life.today ? iso(closedAt) : null,
      },
    }
  }
}
