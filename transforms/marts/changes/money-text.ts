import { type Sql, sql, value } from '#engine'
import { company } from '#settings'

const parts = new Intl.NumberFormat(company.locale, {
  style: 'currency',
  currency: company.currency,
  maximumFractionDigits: 0,
}).formatToParts(1234567)
const partOf = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
const first = parts.findIndex(({ type }) => type === 'integer')
const last = parts.findLastIndex(({ type }) => type === 'integer')
const join = (some: typeof parts) => some.map((part) => part.value).join('')

/** An amount in whole units of the reporting currency, without its sign, with the symbol and the separators that the company uses. */
export const moneyText = (amount: Sql): Sql => sql`
  ${value(join(parts.slice(0, first)))}
  || replace(to_char(abs(round(${amount})), 'FM999,999,999,999,999,990'), ',', ${value(partOf('group'))})
  || ${value(join(parts.slice(last + 1)))}`
