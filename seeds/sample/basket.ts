import { day, isBlackFriday } from './calendar.ts'
import { catalogue, type Product } from './catalogue.ts'
import type { Basket, Life, Line, Purchase, Refund } from './life-events.ts'
import type { Random } from './random.ts'
import { boughtTogether } from './settings.ts'
import { returningCode } from './shop.ts'

const freeShippingFrom = 4000
const shippingPrice = 395
export const taxRate = 0.2

export function basketOf(life: Life, purchase: Purchase): Basket {
  const random = life.random('basket', purchase.number)
  const code = purchase.isInStore ? null : codeFor(random, life, purchase)
  const lines = linesOf(random, purchase.budget, code?.percent ?? 0)
  const listed = sum(lines, ({ product, quantity }) => product.price * quantity)
  const discounts = sum(lines, (line) => line.discount)
  const shipping = purchase.isInStore || listed - discounts >= freeShippingFrom ? 0 : shippingPrice
  return {
    lines,
    code,
    listed,
    discounts,
    shipping,
    tax: sum(lines, (line) => line.tax) + taxWithin(shipping),
    total: listed - discounts + shipping,
    refund: refundOf(random, life, purchase, lines),
  }
}

function codeFor(random: Random, life: Life, { at, number, campaign }: Purchase) {
  if (campaign?.kind === 'sale') return { code: 'SALE20', percent: 20 }
  if (isBlackFriday(at) && random.chance(0.5)) return { code: 'BLACKFRIDAY20', percent: 20 }
  if (!random.chance(life.person.segment.usesCodes)) return null
  return number === 0 ? { code: 'WELCOME10', percent: 10 } : { code: returningCode, percent: 15 }
}

const companions = new Map(
  boughtTogether.map(({ first, second, chance }) => [first as string, { second, chance }]),
)
const byTitle = new Map(catalogue.map((product) => [product.title, product]))

function linesOf(random: Random, budget: number, percent: number): Line[] {
  const chosen = new Map<Product, number>()
  let spent = 0
  do {
    const product = affordableProduct(random, budget * 1.15 - spent)
    if (chosen.size > 0 && spent + product.price > budget * 1.25) break
    const affordable = Math.floor((budget * 1.15 - spent) / product.price)
    const quantity =
      affordable > 1 && product.price < 1500 && random.chance(0.3) ? Math.min(affordable, 3) : 1
    chosen.set(product, (chosen.get(product) ?? 0) + quantity)
    spent += product.price * quantity
    const companion = companions.get(product.title)
    const second = companion && random.chance(companion.chance) ? byTitle.get(companion.second) : undefined
    if (second && !chosen.has(second)) {
      chosen.set(second, 1)
      spent += second.price
    }
  } while (spent < budget * 0.85 && chosen.size < 20)
  return [...chosen].map(([product, quantity]) => {
    const discount = Math.round((product.price * quantity * percent) / 100)
    return { product, quantity, discount, tax: taxWithin(product.price * quantity - discount) }
  })
}

/** A popular product within the budget, if one is found in a few draws. */
function affordableProduct(random: Random, budget: number): Product {
  let product = random.weighted(catalogue)
  for (let tries = 0; tries < 8 && product.price > budget; tries++) product = random.weighted(catalogue)
  return product
}

function refundOf(random: Random, life: Life, purchase: Purchase, lines: readonly Line[]): Refund | null {
  const isDamaged = purchase.trouble === 'damaged'
  const isSentBack = random.chance(isDamaged ? 0.7 : life.person.segment.sendsBack)
  if (!isSentBack) return null
  const isWhole = random.chance(0.35)
  const back = lines
    .map((line, index) => ({ line, index }))
    .filter(({ index }) => isWhole || index === 0 || random.chance(0.25))
  return {
    at: purchase.at + (purchase.isInStore ? 1 : 6) * day + random.gamma(2, 0.2) * day,
    reason: isDamaged
      ? 'Arrived damaged'
      : random.pick(['Changed mind', 'Not as described', 'Unwanted gift']),
    isWhole: isWhole || back.length === lines.length,
    goodwill: !isWhole && !purchase.isInStore && random.chance(0.1) ? 500 : 0,
    lines: back.map(({ line, index }) => {
      const quantity = isWhole ? line.quantity : random.integer(1, line.quantity)
      const paid = line.product.price * line.quantity - line.discount
      const subtotal = Math.round((paid * quantity) / line.quantity)
      return { index, quantity, subtotal, tax: Math.round((line.tax * quantity) / line.quantity) }
    }),
  }
}

export function taxWithin(amount: number): number {
  return Math.round((amount * taxRate) / (1 + taxRate))
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
