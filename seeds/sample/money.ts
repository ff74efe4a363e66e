import { minorDigits } from '#engine'
import { company } from '#settings'

/* Amounts are whole numbers of the smallest unit of the company's currency, such as pence or cents. */

/** An amount as a number of pounds, euros and so on. */
export function majorUnits(amount: number, currency: string = company.currency): number {
  return amount / 10 ** minorDigits(currency)
}

/** An amount as most systems write it: `12.50`. */
export function decimalAmount(amount: number, currency: string = company.currency): string {
  return majorUnits(amount, currency).toFixed(minorDigits(currency))
}

/** An amount as the company's readers write it, without a fraction. */
export function roundAmount(amount: number): string {
  const format = { style: 'currency', currency: company.currency, maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(company.locale, format).format(majorUnits(amount))
}
