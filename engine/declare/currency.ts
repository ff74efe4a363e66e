/*
 * Card processors and tills count money in the smallest unit of its currency. By ISO 4217 they agree with everybody else,
 * but for three currencies: they count Icelandic krónur and Ugandan shillings in hundredths, which nobody uses, and the
 * Malagasy ariary, which is divided by five, in whole ariary.
 */

/** Currencies without decimals, and those with three; all others have two. */
const whole = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ')
const thousandths = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** How many decimals an amount in the smallest unit has. `ops.major_units` and `ops.minor_digits` say the same in SQL. */
export function minorDigits(currency: string): number {
  const code = currency.toUpperCase()
  return whole.includes(code) ? 0 : thousandths.includes(code) ? 3 : 2
}

/** How many decimals amounts of a currency are written with (ISO 4217). */
export function writtenDigits(currency: string): number {
  if (['ISK', 'UGX', 'UYI'].includes(currency)) return 0
  if (['CLF', 'UYW'].includes(currency)) return 4
  return currency === 'MGA' ? 2 : minorDigits(currency)
}
