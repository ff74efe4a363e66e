import { endings, firstWords, lastWords, numberLast, smallWords, unitWords } from './data/street-words.ts'
import { capitalised, clean, isOneCase } from './written.ts'

export interface Street {
  readonly street: string | null
  readonly house_number: string | null
  /** Flat, apartment, suite. */
  readonly unit: string | null
}

const end = String.raw`(?![\p{L}\d])`
/** A number with its suffix. A separate letter counts only if it cannot be a direction, as in '123 N Main St'. */
const numberWith = (letter: string) =>
  String.raw`\d{1,5}(?:${letter}${end})?(?:\s?[-/+]\s?(?:\d{1,5}[a-z]?|[a-z])${end})?(?:\s(?:bis|ter|quater|1/2)${end})?`
const before = new RegExp(
  String.raw`^(?:no\.?\s*|nr\.?\s*|#\s*)?(${numberWith('[a-z]')})(?:\s*,\s*|\s+)(?=\S*\p{L})(.+)$`,
  'iu',
)
const after = new RegExp(
  String.raw`^(.*\p{L}.*?)(?:\s*,\s*|\s+)(?:n[or°º]?\.?\s*|#\s*)?(${numberWith('\\s?[a-z]')})$`,
  'iu',
)
const justNumber = new RegExp(`^${numberWith('\\s?[a-z]')}$`, 'iu')
const unitPart = new RegExp(String.raw`^(?:${unitWords})(?![\p{L}])\.?\s*#?\s*(\S{1,8})$`, 'iu')
const unitBehind = new RegExp(
  String.raw`^(.+?)\s+(?:${unitWords})(?![\p{L}])\.?\s*#?\s*(\d\S{0,7}|[a-z])$`,
  'iu',
)
const unitInFront = new RegExp(
  String.raw`^(?:${unitWords})(?![\p{L}])\.?\s*#?\s*(\d\S{0,7}|[a-z])\s+(?=\d)(.+)$`,
  'iu',
)
const postBox =
  /^(?:p\.?\s?o\.?\s?box|post office box|postfach|postbus|bo[iî]te postale|b\.?p\.?|apartado|apdo\.?)\s*(\d+)$/iu

/**
 * Splits a line in the country's style: '12 High St, Flat 2', 'Hauptstr. 5a', '3/14 Smith Street'. Of several parts,
 * the one with a number is the street; names of houses and towns around it are left out.
 */
export function normaliseStreet(written: string | null, country: string): Street {
  const text = clean(written?.replace(/[\r\n]+/g, ', ') ?? null)
  if (text === null || !/[\p{L}\p{N}]/u.test(text)) return { street: null, house_number: null, unit: null }
  let unit: string | null = null
  const parts: string[] = []
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const found = unitPart.exec(part)?.[1]
    if (found !== undefined && unit === null) unit = found
    else if (/[\p{L}\p{N}]/u.test(part) && !/^(?:c\/o|attn|z\.\s?hd\.?)(?![\p{L}])/iu.test(part))
      parts.push(part)
  }
  for (const [index, part] of parts.entries()) {
    const box = postBox.exec(part)
    if (box) return { street: `PO Box ${box[1]}`, house_number: null, unit }
    const next = parts[index + 1] ?? ''
    // '12, rue de la Paix' and 'Calle Mayor, 5': the number is a separate part
    const isNumber = justNumber.test(part)
    if (next !== '' && (isNumber || (!/\d/.test(part) && justNumber.test(next)))) {
      const [house, street] = isNumber ? [part, next] : [next, part]
      return { street: named(street, country), house_number: compact(house), unit: upper(unit) }
    }
    const house = houseOf(part, country)
    if (house) return { ...house, street: named(house.street, country), unit: upper(unit ?? house.unit) }
  }
  const street = parts.length > 0 ? named(parts.join(', '), country) : null
  return { street, house_number: null, unit: upper(unit) }
}

interface House {
  readonly street: string
  readonly house_number: string
  readonly unit: string | null
}

function houseOf(part: string, country: string): House | null {
  const behind = unitBehind.exec(part)
  const front = behind ? null : unitInFront.exec(part)
  const line = behind?.[1] ?? front?.[2] ?? part
  const unit = behind?.[2] ?? front?.[1] ?? null
  const [first, last] = [before.exec(line), after.exec(line)]
  const written = numberLast.has(country)
    ? last
      ? [last[2], last[1]]
      : first && [first[1], first[2]]
    : first && [first[1], first[2]]
  const [house, street] = written ?? []
  if (!house || !street) return null
  const whole = compact(house)
  // Australia and New Zealand: 3/14 is unit 3 of number 14
  const slash = /^(\d+[A-Z]?)\/(\d+[A-Z]?)$/.exec(whole)
  if (slash && unit === null && (country === 'AU' || country === 'NZ')) {
    return { street, house_number: slash[2] ?? whole, unit: slash[1] ?? null }
  }
  return { street, house_number: whole, unit }
}

/** '5 a' is '5A', '12 - 14' is '12-14'. */
function compact(house: string): string {
  return house
    .toUpperCase()
    .replace(/\s*([-/+])\s*/g, '$1')
    .replace(/^(\d+)\s([A-Z])$/, '$1$2')
    .replace(/ (?:BIS|TER|QUATER)$/, (word) => word.toLowerCase())
}

function upper(unit: string | null): string | null {
  return unit === null ? null : unit.toUpperCase()
}

/** Without abbreviations and in title case: 'HIGH ST' becomes 'High Street'. */
function named(street: string, country: string): string {
  const words = titled(street.replace(/^[\s.,-]+|[\s,-]+$/g, '')).split(' ')
  const [last, first] = [words.length - 1, 0]
  const long = lastWords.get(country)?.[keyOf(words[last])]
  if (long && last > 0) words[last] = long
  const french = firstWords.get(country)?.[keyOf(words[first])]
  if (french && last > 0) words[first] = french
  const ending = endings.get(country)
  const line = words.join(' ')
  if (!ending) return line
  return line
    .replace(/(\p{L})(?:str\.?|strasse)$/u, `$1${ending}`)
    .replace(/ (?:Str\.?|Strasse)$/, ` ${capitalised(ending)}`)
}

function keyOf(word: string | undefined): string {
  return (word ?? '').toLowerCase().replace(/\.$/, '')
}

/** Towns, streets and regions in title case, if all letters have the same case. */
export function titled(text: string): string {
  if (!isOneCase(text)) return text
  return text
    .split(' ')
    .map((word, index) => {
      if (index > 0 && smallWords.has(word.toLowerCase())) return word.toLowerCase()
      if (/^\d+\p{L}+$/u.test(word)) return word.toLowerCase()
      return capitalised(word).replace(/-(\p{Lu}\p{L}*)(?=-)/gu, (whole, inner: string) =>
        smallWords.has(inner.toLowerCase()) ? `-${inner.toLowerCase()}` : whole,
      )
    })
    .join(' ')
}
