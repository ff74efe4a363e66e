/*
 * Exact sums of money, in ten-thousandths. Text that is not an amount counts as zero here, because the contract
 * checks the text itself and rejects it.
 */

const decimals = 4
const amountText = /^(-?)(\d{1,20})(?:\.(\d{1,4})0*)?$/

export function toUnits(amount: string | null): bigint {
  const [, sign, whole = '0', fraction = ''] = amountText.exec(amount ?? '') ?? []
  const units = BigInt(whole + fraction.padEnd(decimals, '0'))
  return sign === '-' ? -units : units
}

export function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(-decimals).replace(/0{1,2}$/, '')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${fraction}`
}

/** The share `part / whole` of an amount, rounded to this many decimals unless the amount itself is finer. */
export function share(units: bigint, part: bigint, whole: bigint, digits: number): bigint {
  if (whole === 0n) return 0n
  const smallest = 10n ** BigInt(decimals - digits)
  const step = units % smallest === 0n ? smallest : 1n
  const exact = units * part
  const divisor = whole * step
  const half = (divisor < 0n ? -divisor : divisor) / 2n
  const isNegative = exact < 0n !== divisor < 0n
  const magnitude = ((exact < 0n ? -exact : exact) + half) / (divisor < 0n ? -divisor : divisor)
  return (isNegative ? -magnitude : magnitude) * step
}
