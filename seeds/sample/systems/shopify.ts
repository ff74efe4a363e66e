import { company } from '#settings'
import { shopify } from '../../../transforms/sources/shopify/shopify.ts'
import { taxRate } from '../basket.ts'
import { iso, opening } from '../calendar.ts'
import { catalogue, listPriceRaise, type Product, stockOf } from '../catalogue.ts'
import type { CompanyOptions } from '../company.ts'
import { feed, latest } from '../feed.ts'
import type { Basket, Life, Purchase } from '../life-events.ts'
import { decimalAmount } from '../money.ts'
import { basketIn, euroCosts } from '../rates.ts'
import { paysInOwnCurrency } from '../settings.ts'
import { writtenIn } from '../written.ts'
import { checkouts } from './shopify-checkouts.ts'
import {
  accountOf,
  addressOf,
  fulfillmentsOf,
  lineItem,
  nameOf,
  orderId,
  orderName,
  refundsOf,
} from './shopify-parts.ts'

/** The online shop: accounts and guests, orders and abandoned checkouts. */
export const shopifyFeeds = [
  feed(shopify.products, { company: productVersions }),
  feed(shopify.customers, { life: customers }),
  feed(shopify.orders, { life: orders }),
  feed(shopify.checkouts, { life: checkouts }),
]

/** The records of products, and again of those whose list price was raised. */
function* productVersions({ today }: CompanyOptions) {
  for (const [index, product] of catalogue.entries()) {
    const raise = listPriceRaise(index)
    const stock = stockOf(index)
    const isEarlier = raise !== null && raise.at <= today
    yield { ...productOf(product, opening, null, stock.before), isEarlier }
    if (raise) yield productOf(product, raise.at, Math.round(product.price * raise.factor), stock.after)
  }
}

function productOf(product: Product, at: number, listPrice: number | null, stock: number) {
  const created = iso(opening)
  return {
    at,
    record: {
      id: product.id,
      title: product.title,
      handle: product.title.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      vendor: product.vendor,
      product_type: product.department,
      status: 'active' as const,
      tags: product.department.toLowerCase(),
      variants: [
        {
          id: product.variantId,
          title: 'Default Title',
          sku: product.sku,
          price: decimalAmount(product.price),
          compare_at_price: listPrice === null ? null : decimalAmount(listPrice),
          position: 1,
          inventory_quantity: stock,
          created_at: created,
          updated_at: iso(at),
        },
      ],
      created_at: created,
      updated_at: iso(at),
      published_at: created,
    },
  }
}

function* customers(life: Life) {
  for (const account of life.relations.accounts) {
    const written = writtenIn(life, 'shopify', account.madeAt, account.copy)
    const last = account.copy === 0 ? life.purchases.findLast(({ isInStore }) => !isInStore)?.at : null
    const at = latest(life.today, account.madeAt, written.changedAt, last)
    yield {
      at,
      record: {
        id: account.id,
        email: written.email,
        first_name: written.givenName,
        last_name: written.familyName,
        phone: written.phone,
        state: account.hasPassword ? 'enabled' : 'disabled',
        verified_email: true,
        tags: life.relations.companyId ? 'trade' : '',
        note: null,
        currency: company.currency,
        default_address: addressOf(written),
        created_at: iso(account.madeAt),
        updated_at: iso(at),
      },
    }
  }
}

function* orders(life: Life) {
  for (const purchase of life.purchases) {
    if (purchase.isInStore) continue
    const made = orderOf(life, purchase)
    yield purchase.campaign ? { ...made, cause: `campaign ${purchase.campaign.name}` } : made
  }
}

function orderOf(life: Life, purchase: Purchase) {
  const currency = currencyOf(life, purchase)
  const basket = basketIn(currency, life.basket(purchase))
  const money = (amount: number) => decimalAmount(amount, currency)
  const account = accountOf(life, purchase)
  const written = writtenIn(life, 'shopify', account?.madeAt ?? purchase.at, account?.copy ?? 9, purchase.at)
  const refund = basket.refund && basket.refund.at <= life.today ? basket.refund : null
  const parcel = life.parcel(purchase)
  const at = latest(life.today, purchase.at, refund?.at, parcel.shippedAt, parcel.deliveredAt)
  const address = addressOf(written)
  const placed = iso(purchase.at)
  const id = orderId(life, purchase)
  return {
    at,
    record: {
      id,
      name: orderName(life, purchase),
      email: written.email,
      phone: written.phone,
      created_at: placed,
      processed_at: placed,
      updated_at: iso(at),
      cancelled_at: null,
      test: false,
      currency,
      financial_status: refund ? (refund.isWhole ? 'refunded' : 'partially_refunded') : 'paid',
      source_name: 'web',
      taxes_included: true,
      ...totalsOf(basket, currency),
      subtotal_price: money(basket.listed - basket.discounts),
      note: null,
      customer: account && { id: account.id, ...nameOf(written) },
      billing_address: address,
      shipping_address: address,
      line_items: basket.lines.map((line, index) => lineItem(id, line, index, currency)),
      discount_codes: basket.code
        ? [{ code: basket.code.code, amount: money(basket.discounts), type: 'percentage' }]
        : [],
      shipping_lines: [{ title: 'Royal Mail Tracked 48', price: money(basket.shipping) }],
      tax_lines: [{ title: 'VAT', price: money(basket.tax), rate: taxRate }],
      refunds: refund ? refundsOf(id, refund, currency) : [],
      fulfillments: fulfillmentsOf(id, basket, parcel, life.today),
    },
  }
}

/** Some customers abroad pay in their own currency. */
function currencyOf(life: Life, { at, number }: Purchase): string {
  const { currency } = life.homeAt(at).place
  const isPriced = euroCosts.has(currency) && euroCosts.has(company.currency)
  return life.random('currency', number).chance(paysInOwnCurrency) && isPriced ? currency : company.currency
}

function totalsOf({ listed, discounts, tax, total }: Basket, currency: string) {
  return {
    total_line_items_price: decimalAmount(listed, currency),
    total_discounts: decimalAmount(discounts, currency),
    total_tax: decimalAmount(tax, currency),
    total_price: decimalAmount(total, currency),
  }
}
