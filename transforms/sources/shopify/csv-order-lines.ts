import type { CsvRow } from '#engine'
import { fromUnits, share, toUnits } from './amounts.ts'
import { Cells } from './csv-cells.ts'

/** What the first row of an order says about all of its lines, in ten-thousandths. */
interface Totals {
  readonly subtotal: bigint
  readonly shipping: bigint
  readonly taxes: bigint
  readonly total: bigint
  /** How many decimals the currency has. */
  readonly digits: number
}

/** The export has no flag for gift cards and tips; these are the names that Shopify gives them. */
const giftCard =
  /^(?:e-?)?(?:gift[ -]?(?:card|voucher|certificate)|geschenk(?:karte|gutschein)|carte[- ]cadeau|tarjeta (?:de )?regalo|(?:cart[ãa]o|vale)[- ]presente|carta regalo|cadeau(?:bon|kaart))s?(?:\s*[-–:]?\s*\D{0,3}[\d.,]+\D{0,4})?$/i
const tip = /^(?:tip|gratuity|trinkgeld|pourboire|propina|gorjeta|mancia|fooi)$/i

/**
 * The lines of an order. A discount that no line has is spread over the goods, and so are the taxes. Shopify leaves tips
 * out of the subtotal, and the total says so.
 */
export function orderLines(rows: readonly CsvRow[], totals: Totals) {
  const lines = rows
    .map((row) => new Cells(row))
    .filter((cells) => cells.text('Lineitem name') !== null)
    .map(lineOf)
  const { shipping, taxes, digits } = totals
  const grossUnits = sum(lines.map((line) => line.gross))
  const tips = sum(lines.filter(({ isTip }) => isTip).map((line) => line.gross))
  const charged = totals.total - totals.subtotal - shipping
  const isTipApart = tips !== 0n && (charged === tips || charged === tips + taxes)
  const isTaxIncluded = taxes !== 0n && charged === (isTipApart ? tips : 0n)

  const discounts = grossUnits - totals.subtotal - (isTipApart ? tips : 0n)
  const ownDiscounts = sum(lines.map((line) => line.own))
  const isOwnWithin = ownDiscounts <= discounts
  const own = lines.map((line) => (isOwnWithin ? line.own : 0n))
  const isOnlyGiftCards = lines.every((line) => !line.isGoods || line.gross === 0n)
  const left = lines.map((line, at) =>
    line.isGoods || (isOnlyGiftCards && !line.isTip) ? line.gross - (own[at] ?? 0n) : 0n,
  )
  const spread = spreadOver(left, discounts - sum(own), sum(left), digits)
  const nets = lines.map((line, at) => line.gross - (own[at] ?? 0n) - (spread[at] ?? 0n))
  const taxable = lines.map((line, at) => (line.isTaxable ? (nets[at] ?? 0n) : 0n))
  const taxed = spreadOver(taxable, taxes, sum(taxable) + shipping, digits)

  const sold = lines.map((line, at) => {
    return line.isGoods ? (nets[at] ?? 0n) - (isTaxIncluded ? (taxed[at] ?? 0n) : 0n) : 0n
  })
  const items = lines.map((line, at) => {
    const [discount, tax] = [line.gross - (nets[at] ?? 0n), taxed[at] ?? 0n]
    return {
      id: at + 1,
      product_id: null,
      variant_id: null,
      sku: line.sku,
      title: line.name,
      quantity: line.quantity,
      price: line.price,
      gift_card: line.isGiftCard,
      ...(line.isTip && { tip_payment_gateway: 'unknown' }),
      netUnits: line.gross - discount,
      discount_allocations:
        discount === 0n ? [] : [{ amount: fromUnits(discount), discount_application_index: 0 }],
      tax_lines: tax === 0n ? [] : [{ title: 'Tax', price: fromUnits(tax), rate: 0 }],
    }
  })
  return { lines: items, grossUnits, isTaxIncluded, soldUnits: sum(sold), postageTax: taxes - sum(taxed) }
}

function lineOf(cells: Cells) {
  const quantity = cells.number('Lineitem quantity')
  const price = cells.text('Lineitem price')
  const name = cells.text('Lineitem name') ?? ''
  const [isTip, isGiftCard] = [tip.test(name), giftCard.test(name)]
  const isGoods = !isTip && !isGiftCard
  return {
    ...{ quantity, price, name, isTip, isGiftCard, isGoods },
    sku: cells.text('Lineitem sku') ?? cells.text('Lineitem SKU'),
    isTaxable: isGoods && cells.text('Lineitem taxable')?.toLowerCase() !== 'false',
    gross: BigInt(Number.isInteger(quantity) ? (quantity ?? 0) : 0) * toUnits(price),
    own: toUnits(cells.text('Lineitem discount')),
  }
}

/** An amount in proportion to the parts of a whole, rounded so that nothing is lost between them. */
function spreadOver(
  parts: readonly bigint[],
  amount: bigint,
  whole: bigint,
  digits: number,
): readonly bigint[] {
  let [partSoFar, givenSoFar] = [0n, 0n]
  return parts.map((part) => {
    partSoFar += part
    const given = share(amount, partSoFar, whole, digits)
    const own = given - givenSoFar
    givenSoFar = given
    return own
  })
}

function sum(units: readonly bigint[]): bigint {
  return units.reduce((total, one) => total + one, 0n)
}

/** The sum of amounts written as text. */
export function sumOf(amounts: readonly string[]): string {
  return fromUnits(sum(amounts.map(toUnits)))
}
