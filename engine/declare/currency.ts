/** Currencies without decimals, and those with three (ISO 4217); all others have two. */
const whole = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ')
const thousandths = 'BHD IQD JOD KWD LYD OMR TND'.split(' ')

/** How many decimals amounts of a currency have. `ops.major_units` implements the same rule in SQL. */
export function minorDigits(currency: string): number {
  const code = currency.toUpperCase()
  return whole.includes(code) ? 0 : thousandths.includes(code) ? 3 : 2
}
