import { minorDigits } from '#engine'
import { company } from '#settings'
import { taxWithin } from './basket.ts'
import { day } from './calendar.ts'
import type { Basket } from './life-events.ts'
import { Random } from './random.ts'

export const euro = 'EUR'

/** What a euro costs on average. The rates of single days are invented, and move around this. */
export const euroCosts: ReadonlyMap<string, number> = new Map([
  [euro, 1],
  ['GBP', 0.86],
  ['USD', 1.09],
  ['BRL', 5.9],
  ['CAD', 1.5],
  ['AUD', 1.66],
  ['NZD', 1.8],
  ['JPY', 160],
  ['INR', 92],
  ['PLN', 4.3],
  ['SEK', 11.3],
  ['CHF', 0.95],
])

/** What a euro costs on a bank day, as a bank writes it; the same for every company. */
export function euroRate(currency: string, at: number): string {
  const code = [...currency].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0), 0)
  const days = Math.floor(at / day)
  const wave = 0.025 * Math.sin(days / 70 + code)
  const noise = 0.004 * (new Random(0, days, code).uniform() - 0.5)
  return ((euroCosts.get(currency) ?? 1) * (1 + wave + noise)).toPrecision(5)
}

/** The shop's price list in another currency: what a basket costs in it, in its smallest unit. */
export function basketIn(currency: string, basket: Basket): Basket {
  const own = euroCosts.get(company.currency)
  const other = euroCosts.get(currency)
  if (currency === company.currency || own === undefined || other === undefined) return basket
  const factor = (other / own) * 10 ** (minorDigits(currency) - minorDigits(company.currency))
  const priced = (amount: number) => Math.round(amount * factor)
  const lines = basket.lines.map(({ product, quantity, discount }) => {
    const price = priced(product.price)
    const reduced = Math.min(priced(discount), price * quantity)
    return {
      product: { ...product, price },
      quantity,
      discount: reduced,
      tax: taxWithin(price * quantity - reduced),
    }
  })
  const listed = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
  const discounts = lines.reduce((sum, { discount }) => sum + discount, 0)
  const shipping = priced(basket.shipping)
  const refunded = basket.refund?.lines.map(({ index, quantity, subtotal, tax }) => {
    const line = lines[index]
    if (!line) return { index, quantity, subtotal, tax }
    const share = quantity / line.quantity
    const paid = line.product.price * line.quantity - line.discount
    return { index, quantity, subtotal: Math.round(paid * share), tax: Math.round(line.tax * share) }
  })
  return {
    ...basket,
    lines,
    listed,
    discounts,
    shipping,
    tax: lines.reduce((sum, { tax }) => sum + tax, taxWithin(shipping)),
    total: listed - discounts + shipping,
    refund: basket.refund && {
      ...basket.refund,
      goodwill: priced(basket.refund.goodwill),
      lines: refunded ?? [],
    },
  }
}
