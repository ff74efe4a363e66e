import type { RecordOf } from '../../engine/source.ts'
import type { shopify } from '../../transforms/sources/shopify.ts'
import { instant, isBlackFriday } from './calendar.ts'
import { catalogue, type Product } from './catalogue.ts'
import { addressOf } from './people.ts'
import type { Account, Person } from './person.ts'
import { type Purchase, purchasesOf } from './purchases.ts'
import { Random } from './random.ts'
import { refundsOf } from './refunds.ts'

export type Order = RecordOf<typeof shopify.orders>

/** One line while the order is put together; amounts in pence, tax included. */
export interface Line {
  readonly id: number
  readonly product: Product
  readonly quantity: number
  readonly discount: number
  /** The tax within what the line costs after discount. */
  readonly tax: number
}

const freeShippingFrom = 4000
const shippingPrice = 395
const taxRate = 0.2

export function* ordersOf(seed: number, person: Person): Generator<Order> {
  for (const purchase of purchasesOf(seed, person)) yield orderOf(seed, person, purchase)
}

export function orderId(person: Person, purchase: Purchase): number {
  return 5_600_000_000_000 + person.number * 1000 + purchase.number
}

function orderOf(seed: number, person: Person, purchase: Purchase): Order {
  const id = orderId(person, purchase)
  const random = new Random(seed, person.number, 1000 + purchase.number)
  const isInStore = person.place.currency === 'GBP' && random.chance(person.segment.buysInStore)
  const account = accountFor(random, person, isInStore)
  const isAnonymous = isInStore && account === null
  const code = codeFor(random, person, purchase)
  const lines = linesOf(random, id, purchase.budget, code?.percent ?? 0)
  const listed = lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0)
  const discounts = lines.reduce((sum, line) => sum + line.discount, 0)
  const shipping = isInStore || listed - discounts >= freeShippingFrom ? 0 : shippingPrice
  const tax = lines.reduce((sum, line) => sum + line.tax, 0) + taxWithin(shipping)
  const { refunds, status, refundedAt } = refundsOf(random, person, id, purchase.at, lines)
  const address = isAnonymous || isInStore ? null : addressOf(person)
  const email = isAnonymous ? null : (account?.email ?? person.email)
  const placed = instant(purchase.at)
  return {
    id,
    name: `#${id - 5_600_000_000_000 + 1001}`,
    email,
    phone: isInStore ? null : person.phone,
    created_at: placed,
    processed_at: placed,
    updated_at: refundedAt ? instant(refundedAt) : placed,
    cancelled_at: null,
    test: false,
    // most shoppers abroad pay in pounds; some in their own currency
    currency: random.chance(0.35) ? person.place.currency : 'GBP',
    financial_status: status,
    source_name: isInStore ? 'pos' : 'web',
    taxes_included: true,
    total_line_items_price: pounds(listed),
    total_discounts: pounds(discounts),
    subtotal_price: pounds(listed - discounts),
    total_tax: pounds(tax),
    total_price: pounds(listed - discounts + shipping),
    note: null,
    customer: account && {
      id: account.id,
      email: account.email,
      first_name: person.firstName,
      last_name: person.lastName,
      phone: person.phone,
    },
    billing_address: address,
    shipping_address: address,
    line_items: lines.map(lineItem),
    discount_codes: code ? [{ code: code.code, amount: pounds(discounts), type: 'percentage' }] : [],
    shipping_lines: isInStore ? [] : [{ title: 'Royal Mail Tracked 48', price: pounds(shipping) }],
    tax_lines: [{ title: 'VAT', price: pounds(tax), rate: taxRate }],
    refunds,
  }
}

/** Some order as guests, and in a store many give no name. */
function accountFor(random: Random, person: Person, isInStore: boolean): Account | null {
  const [first, second] = person.accounts
  if (random.chance(isInStore ? 0.35 : 0.04)) return null
  return (second && random.chance(0.4) ? second : first) ?? null
}

function codeFor(random: Random, person: Person, { at, number }: Purchase) {
  if (isBlackFriday(at) && random.chance(0.5)) return { code: 'BLACKFRIDAY20', percent: 20 }
  if (!random.chance(person.segment.usesCodes)) return null
  return number === 0 ? { code: 'WELCOME10', percent: 10 } : { code: 'HEARTH15', percent: 15 }
}

function linesOf(random: Random, order: number, budget: number, percent: number): Line[] {
  const chosen = new Map<Product, number>()
  let spent = 0
  do {
    const product = random.weighted(catalogue)
    const quantity = product.price < 1500 && random.chance(0.3) ? random.integer(2, 4) : 1
    if (chosen.size > 0 && spent + product.price * quantity > budget * 1.25) break
    chosen.set(product, (chosen.get(product) ?? 0) + quantity)
    spent += product.price * quantity
  } while (spent < budget * 0.85 && chosen.size < 20)
  return [...chosen].map(([product, quantity], index) => {
    const discount = Math.round((product.price * quantity * percent) / 100)
    const tax = taxWithin(product.price * quantity - discount)
    return { id: order * 100 + index, product, quantity, discount, tax }
  })
}

function lineItem({ id, product, quantity, discount, tax }: Line): Order['line_items'][number] {
  return {
    id,
    product_id: product.id,
    variant_id: product.variantId,
    sku: product.sku,
    title: product.title,
    vendor: product.vendor,
    quantity,
    price: pounds(product.price),
    gift_card: false,
    total_discount: '0.00',
    discount_allocations: discount > 0 ? [{ amount: pounds(discount), discount_application_index: 0 }] : [],
    tax_lines: [{ title: 'VAT', price: pounds(tax), rate: taxRate }],
  }
}

function taxWithin(amount: number): number {
  return Math.round((amount * taxRate) / (1 + taxRate))
}

/** Pence as the shop writes pounds. */
export function pounds(pence: number): string {
  return (pence / 100).toFixed(2)
}
