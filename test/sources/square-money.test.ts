import fc from 'fast-check'
import { expect, test } from 'vitest'
import { square } from '../../transforms/sources/square/square.ts'
import { stg_square__order_lines } from '../../transforms/staging/square/stg_square__order_lines.ts'
import { stg_square__orders } from '../../transforms/staging/square/stg_square__orders.ts'
import { cloneDatabase } from '../harness/database.ts'
import { gbp, sale } from './square-records.ts'
import { land, rowsOf, stage } from './staged.ts'

const pence = fc.integer({ min: 0, max: 99_999_99 })
const line = fc
  .record({ price: pence, off: fc.double({ min: 0, max: 1, noNaN: true }), isIncluded: fc.boolean() })
  .map(({ price, off, isIncluded }) => {
    const discount = Math.floor(price * off)
    const tax = Math.floor((price - discount) / (isIncluded ? 6 : 5))
    return {
      name: 'Thing',
      quantity: '1',
      base_price_money: gbp(price),
      total_discount_money: gbp(discount),
      total_tax_money: gbp(tax),
      total_money: gbp(price - discount + (isIncluded ? 0 : tax)),
    }
  })
const numbered = <T extends object>(lines: readonly T[]) =>
  lines.map((one, index) => ({ ...one, uid: String(index) }))
const totals = (lines: readonly { total_money: { amount: number }; total_tax_money: { amount: number } }[]) =>
  lines.reduce((sum, one) => sum + one.total_money.amount - one.total_tax_money.amount, 0)

test('the lines of any orders add up to sales less returns, and tips', async () => {
  const orders = fc.array(
    fc.record({
      lines: fc.array(line, { maxLength: 4 }),
      returned: fc.array(line, { maxLength: 3 }),
      tip: pence,
      rounding: fc.integer({ min: -4, max: 5 }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  await fc.assert(
    fc.asyncProperty(orders, async (generated) => {
      const clone = await cloneDatabase()
      try {
        let expected = 0
        const records = generated.map(({ lines, returned, tip, rounding }, index) => {
          const net = totals(lines) - totals(returned) + rounding
          expected += net + tip
          return {
            ...sale,
            id: String(index),
            line_items: numbered(lines),
            service_charges: null,
            returns: [{ uid: 'r', return_line_items: numbered(returned) }],
            rounding_adjustment: { amount_money: gbp(rounding) },
            total_money: gbp(net + tip),
            net_amounts: {
              total_money: gbp(net + tip),
              tax_money: gbp(0),
              discount_money: gbp(0),
              tip_money: gbp(tip),
            },
          }
        })
        expect(await land(clone.pool, square.orders, records)).toMatchObject({
          loaded: generated.length,
          quarantined: 0,
        })
        await stage(
          clone.pool,
          [square.orders, square.payments],
          [stg_square__orders, stg_square__order_lines],
        )
        expect(
          await rowsOf(
            clone.pool,
            `select (select count(*) from staging.stg_square__orders)::int as orders,
               (select count(*) from staging.stg_square__order_lines where line_type <> 'adjustment')::int as lines,
               (select sum(gross_amount - discount_amount - returned_amount + adjustment_amount) * 100
                  from staging.stg_square__order_lines)::bigint::text as net`,
          ),
        ).toEqual([
          {
            orders: generated.length,
            lines: generated.reduce((sum, one) => sum + one.lines.length + one.returned.length, 0),
            net: String(expected),
          },
        ])
      } finally {
        await clone.drop()
      }
    }),
    { numRuns: 5 },
  )
})
