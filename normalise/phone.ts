import type { CountryCode } from 'libphonenumber-js/max'
import parse, { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max'
import { isJunkPhone, type JunkRules, junkRules } from './junk.ts'
import { clean } from './written.ts'

export type PhoneKind = 'mobile' | 'fixed' | 'mobile_or_fixed' | 'other' | 'junk' | 'invalid' | 'missing'

export interface Phone {
  /** E.164, without the extension; null if the number cannot be called. */
  readonly phone: string | null
  readonly phone_extension: string | null
  readonly phone_kind: PhoneKind
}

const missing: Phone = { phone: null, phone_extension: null, phone_kind: 'missing' }
const junk: Phone = { phone: null, phone_extension: null, phone_kind: 'junk' }
const invalid: Phone = { phone: null, phone_extension: null, phone_kind: 'invalid' }

const kinds: Readonly<Record<string, PhoneKind>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'mobile_or_fixed',
}

const productRules = junkRules()

/**
 * A number without a country code is read as dialled in `region` (ISO 3166-1), or as beginning with that region's own
 * code. It is never read as a number of another country, which it would be by chance.
 */
export function normalisePhone(
  written: string | null,
  region: string,
  rules: JunkRules = productRules,
): Phone {
  const text = clean(written)
  if (text === null) return missing
  const home = isSupportedCountry(region) ? region : undefined
  const line = withoutFloat(text)
    .replace(/(?:durchwahl|dw|poste|anexo|toestel|interno)\.?\s*(?=\d+$)/i, ' ext ')
    .slice(0, 200)
  if (isJunkPhone(text, rules) || isJunkPhone(line, rules)) return junk
  for (const candidate of candidates(line, home)) {
    const phone = dialled(candidate, home, rules)
    if (phone) return phone
  }
  return invalid
}

/** '7911123456.0' as a spreadsheet writes a number, and '7.911123456E9' if no digit was lost. */
function withoutFloat(text: string): string {
  const float = /^(\+?\d{6,15})[.,]0+$/.exec(text)?.[1]
  if (float !== undefined) return float
  const [, first = '', rest = '', exponent = ''] = /^(\d)[.,](\d{5,14})e\+?(\d{1,2})$/i.exec(text) ?? []
  return rest !== '' && rest.length === Number(exponent) ? first + rest : text
}

/** The whole text; if that is not a number, the first of several numbers, or a country code without its plus. */
function* candidates(line: string, home: CountryCode | undefined): Generator<string> {
  yield line
  const first = /^(.*?\d{2}.*?)\s*(?:[;,|]|\/|\bor\b|\boder\b|\bou\b)\s*(?=\+?\(?\d)/i.exec(line)?.[1]
  if (first) yield first
  if (/\p{L}/u.test(line)) return
  const isInternational = /^\W*(?:\+|00)/.test(line)
  const digits = line
    .replace(/^\+?\s*00/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
  if (digits.length < 10 || digits.length > 15) return
  if (isInternational || (home && digits.startsWith(getCountryCallingCode(home)))) yield `+${digits}`
}

function dialled(text: string, home: CountryCode | undefined, rules: JunkRules): Phone | null {
  const number = parse(text, home ? { defaultCountry: home } : {})
  const type = number?.getType()
  if (!number || !type) return null
  if (isJunkPhone(number.nationalNumber, rules) || isJunkPhone(number.number, rules)) return junk
  return { phone: number.number, phone_extension: number.ext ?? null, phone_kind: kinds[type] ?? 'other' }
}
