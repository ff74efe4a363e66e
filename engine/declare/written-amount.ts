/** The character between the units and the decimals of a number. */
export type DecimalMark = '.' | ','

/** What a cell shows about the decimal mark of its column: one of them, neither, or that it could be either. */
export type MarkShown = DecimalMark | 'none' | 'either'

interface Parts {
  /** `£`, `R$`, `EUR`; empty if there is none. */
  readonly currency: string
  readonly isNegative: boolean
  /** Digits and marks only. */
  readonly body: string
}

const currencySign = /^(?:\p{Sc}|\p{L}{1,3}(?:\p{Sc}|\.)?)|(?:\p{Sc}|\p{L}{1,3}(?:\p{Sc}|\.)?)$/gu

/** `£1,234.50`, `1.234,50 €`, `1 234,50 kr`, `1’234.50`, `(5.00)` and `5.00-`; null for anything else. */
function partsOf(written: string): Parts | null {
  const text = written.replace(/[\s'’]/g, '').replace(/\u2212/g, '-')
  const inside = /^\((.*)\)$/.exec(text)?.[1] ?? /^(.*)-$/.exec(text)?.[1]
  const unsigned = inside ?? text
  const positive = unsigned.replace(/^-/, '')
  const currency = positive.match(currencySign)?.join('') ?? ''
  const bare = positive.replace(currencySign, '')
  const isNegative = inside !== undefined || unsigned.startsWith('-') || bare.startsWith('-')
  const body = bare.replace(/^[-+]/, '')
  return /^(?=.*\d)[\d.,]+$/.test(body) ? { currency, isNegative, body } : null
}

/** Whether a mark separates groups of digits: thousands, or the lakhs and crores of India. */
function isGrouped(units: string, mark: DecimalMark): boolean {
  const groups = units.split(mark)
  const [first = '', ...others] = groups
  const last = others.pop() ?? ''
  const isShort = first.length >= 1 && first.length <= 3 && !first.startsWith('0')
  if (groups.length < 2 || !isShort || last.length !== 3) return false
  return others.every(({ length }) => length === 3) || others.every(({ length }) => length === 2)
}

/** What an amount shows about its decimal mark; null if it is no amount. */
export function markShownBy(written: string): MarkShown | null {
  const body = partsOf(written)?.body
  if (body === undefined) return null
  const last = body[Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))]
  if (last !== '.' && last !== ',') return 'none'
  const other = last === '.' ? ',' : '.'
  const [units = '', ...decimals] = body.split(last)
  if (units.includes(other)) return decimals.length === 1 && isGrouped(units, other) ? last : null
  if (decimals.length > 1) return isGrouped(body, last) ? other : null
  return isGrouped(body, last) ? 'either' : last
}

/** The amount as `-1234.50`, read with this decimal mark; null if it is not written with it. */
export function withPoint(written: string, mark: DecimalMark): string | null {
  const shown = markShownBy(written)
  if (shown === null || (shown !== mark && shown !== 'none' && shown !== 'either')) return null
  const parts = partsOf(written)
  if (!parts) return null
  const [units = '', decimals = ''] = parts.body.replaceAll(mark === '.' ? ',' : '.', '').split(mark)
  return `${parts.isNegative ? '-' : ''}${units || '0'}${decimals && '.'}${decimals}`
}

/** The symbol or code beside an amount. */
export function currencyBeside(written: string): string {
  return partsOf(written)?.currency ?? ''
}
