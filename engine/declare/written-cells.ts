import { minorDigits } from './currency.ts'
import { instantIn } from './local-time.ts'
import { markShownBy, withPoint } from './written-amount.ts'

/*
 * Cells of a product's CSV export, converted to what its API returns. A cell that cannot be read is returned unchanged,
 * so that the contract refuses it and quarantine shows what was written.
 */

/** An empty cell is a missing value. */
export function cell(written: string | undefined): string | null {
  const trimmed = written?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}

/**
 * `$1,234.50`, `-5.00` or `(5.00)` in the smallest unit of its currency. Loading writes the columns that an export names
 * in `decimals` with a point; text that could have a decimal comma is returned unchanged.
 */
export function minorUnits(written: string | undefined, currency: string): number | string | null {
  const text = cell(written)
  if (text === null) return null
  const match = plainAmount.exec(text) ?? plainAmount.exec(pointed(text) ?? '')
  if (!match) return text
  const [, sign = '', units = '', fraction = ''] = match
  const digits = minorDigits(currency)
  if (/[1-9]/.test(fraction.slice(digits))) return text
  const amount = Number(`${sign}${units}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  return Number.isSafeInteger(amount) ? amount + 0 : text
}

const plainAmount = /^(-?)\p{Sc}?(\d{1,15})(?:\.(\d+))?$/u

function pointed(text: string): string | null {
  return markShownBy(text) === 'either' && text.includes(',') ? null : withPoint(text, '.')
}

/** `2026-03-04 10:15` or `2026-03-04 10:15:30`, in UTC, as seconds since 1970. */
export function secondsOfUtc(written: string | undefined): number | string | null {
  const text = cell(written)
  if (text === null) return null
  const instant = instantIn('UTC', text)
  return instant === text ? text : Date.parse(instant) / 1000
}

export function wholeNumber(written: string | undefined): number | string | null {
  const text = cell(written)
  return text !== null && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

export function truth(written: string | undefined): boolean | string | null {
  const text = cell(written)
  const lower = text?.toLowerCase()
  if (lower === 'true' || lower === 'yes') return true
  return lower === 'false' || lower === 'no' ? false : text
}
