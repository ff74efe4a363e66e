import { type Sql, sql } from '#engine'

/** An amount without its sign, with the decimals of its currency and its code, as a sentence has it. */
export function amountText(amount: Sql, currency: Sql): Sql {
  return sql`concat(
        to_char(
          abs(${amount}),
          case ops.minor_digits(${currency})
            when 0 then 'FM999,999,999,999,990'
            when 3 then 'FM999,999,999,999,990.000'
            else 'FM999,999,999,999,990.00'
          end
        ),
        ' ',
        ${currency}
      )`
}
