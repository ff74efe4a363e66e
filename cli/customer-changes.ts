import { company } from '#settings'
import type { IdentityChange } from '../stewardship/identity-history.ts'
import { count, plural, printTable } from './output.ts'

/** Whom a build merged and split, and what it did to their records, orders and money. */
export function printCustomerChanges(all: number, top: readonly IdentityChange[]): void {
  if (all === 0) return
  const rest = all > top.length ? `; the ${count(top.length)} that changed most` : ''
  process.stdout.write(`\n${plural(all, 'customer')} changed by merges and splits${rest}:\n`)
  printTable(
    ['customer', 'records', 'orders', 'net amount', ''],
    top.map((change) => [
      change.customerKey,
      `${count(change.formerRecordCount)} -> ${count(change.recordCount)}`,
      `${count(change.formerOrderCount)} -> ${count(change.orderCount)}`,
      `${amount(change.formerNetAmount)} -> ${amount(change.netAmount)}`,
      change.redirectKey ? `now ${change.redirectKey}` : '',
    ]),
  )
  process.stdout.write(
    'All of them: marts.mart_identity_change. Why: clientele identity history <customer>\n',
  )
}

function amount(money: number): string {
  return money.toLocaleString(company.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
