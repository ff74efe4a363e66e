import type { CsvRow } from '#engine'
import { fromUnits, share, toUnits } from './amounts.ts'
import { Cells } from './csv-cells.ts'

/** What the first row of an order says about all of its lines, in ten-thousandths. */
interface Totals {
  readonly subtotal: bigint
  readonly shipping: bigint
  readonly taxes: bigint
  readonly total: bigint
}

/** The export has no flag for gift cards and tips; these are the names that Shopify gives them. */
const giftCard =
  /^(?:e-?)?(?:gift[ -]?(?:card|voucher|certificate)|geschenk(?:karte|gutschein)|carte[- ]cadeau|tarjeta (?:de )?regalo|(?:cart[ãa]o|vale)[- ]presente|carta regalo|cadeau(?:bon|kaart))s?(?:\s*[-–:]?\s*\D{0,3}[\d.,]+\D{0,4})?$/i
const tip = /^(?:tip|gratuity|trinkgeld|pourboire|propina|gorjeta|mancia|fooi)$/i

/**
 * The lines of an order. A discount that no line has is spread over all lines but tips, and so are the taxes. Shopify
 * leaves tips out of the subtotal, and the total says so.
 */
export function orderLines(rows: readonly CsvRow[], totals: Totals) {
  const lines = rows
    .map((row) => new Cells(row))
    .filter((cells) => cells.text('Lineitem name') !== null)
    .map((cells, index) => {
      const quantity = cells.number('Lineitem quantity')
      const price = cells.text('Lineitem price')
      const name = cells.text('Lineitem name') ?? ''
      const gross = BigInt(Number.isInteger(quantity) ? (quantity ?? 0) : 0) * toUnits(price)
      const own = toUnits(cells.text('Lineitem discount'))
      return { cells, id: index + 1, quantity, price, gross, own, isTip: tip.test(name), name }
    })
  const grossUnits = sum(lines.map((line) => line.gross))
  const tips = sum(lines.filter(({ isTip }) => isTip).map((line) => line.gross))
  const { shipping, taxes } = totals
  const charged = totals.total - totals.subtotal - shipping
  const isTipApart = tips !== 0n && (charged === tips || charged === tips + taxes)
  const isTaxIncluded = taxes !== 0n && charged === (isTipApart ? tips : 0n)
  const goods = totals.subtotal - (isTipApart ? 0n : tips)

  const discounts = grossUnits - tips - goods
  const ownDiscounts = sum(lines.map((line) => line.own))
  const isOwnWithin = ownDiscounts <= discounts
  let [spreadSoFar, netSoFar, taxSoFar, baseSoFar] = [0n, 0n, 0n, 0n]
  let soldUnits = 0n
  const items = lines.map((line) => {
    const own = isOwnWithin ? line.own : 0n
    const base = line.isTip ? 0n : line.gross
    baseSoFar += base - own
    const spread = share(
      discounts - (isOwnWithin ? ownDiscounts : 0n),
      baseSoFar,
      grossUnits - tips - (isOwnWithin ? ownDiscounts : 0n),
    )
    const discount = own + spread - spreadSoFar
    spreadSoFar = spread
    netSoFar += base - discount
    const taxed = share(taxes, netSoFar, goods + shipping)
    const tax = taxed - taxSoFar
    taxSoFar = taxed
    const isGiftCard = giftCard.test(line.name)
    if (!isGiftCard && !line.isTip) soldUnits += line.gross - discount - (isTaxIncluded ? tax : 0n)
    return {
      id: line.id,
      product_id: null,
      variant_id: null,
      sku: line.cells.text('Lineitem sku') ?? line.cells.text('Lineitem SKU'),
      title: line.cells.text('Lineitem name'),
      quantity: line.quantity,
      price: line.price,
      gift_card: isGiftCard,
      ...(line.isTip && { tip_payment_gateway: 'unknown' }),
      netUnits: line.gross - discount,
      discount_allocations:
        discount === 0n ? [] : [{ amount: fromUnits(discount), discount_application_index: 0 }],
      tax_lines: tax === 0n ? [] : [{ title: 'Tax', price: fromUnits(tax), rate: 0 }],
    }
  })
  return { lines: items, grossUnits, isTaxIncluded, soldUnits }
}

function sum(units: readonly bigint[]): bigint {
  return units.reduce((total, one) => total + one, 0n)
}

/** The sum of amounts written as text. */
export function sumOf(amounts: readonly string[]): string {
  return fromUnits(sum(amounts.map(toUnits)))
}
