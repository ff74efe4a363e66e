import { company } from '#settings'
import type { IdentityChange } from '../stewardship/identity-history.ts'
import { count, plural, print, printTable } from './output.ts'

/** Prints the customers that a build merged or split, and how their records, orders and sales changed. */
export function printCustomerChanges(all: number, top: readonly IdentityChange[]): void {
  if (all === 0) return
  const rest = all > top.length ? `; the ${count(top.length)} with the largest changes` : ''
  print(`\n${plural(all, 'customer')} changed by merges and splits${rest}:\n`)
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
  print('marts.mart_identity_change has all of them; `clientele identity history <customer>` says why.\n')
}

function amount(money: number): string {
  return money.toLocaleString(company.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
