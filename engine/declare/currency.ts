/** Currencies without a smaller unit, and those with thousandths (ISO 4217); all others have hundredths. */
const whole = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ')
const thousandths = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** How many digits stand behind the decimal point of an amount; `ops.major_units` says the same in SQL. */
export function minorDigits(currency: string): number {
  const code = currency.toUpperCase()
  return whole.includes(code) ? 0 : thousandths.includes(code) ? 3 : 2
}
