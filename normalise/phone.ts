import type { CountryCode } from 'libphonenumber-js/max'
import parse, { isSupportedCountry } from 'libphonenumber-js/max'
import { clean } from './written.ts'

export type PhoneKind = 'mobile' | 'fixed' | 'mobile_or_fixed' | 'other' | 'invalid' | 'missing'

export interface Phone {
  /** E.164, without the extension; null if the number cannot be called. */
  readonly phone: string | null
  readonly phone_extension: string | null
  readonly phone_kind: PhoneKind
}

const missing: Phone = { phone: null, phone_extension: null, phone_kind: 'missing' }
const invalid: Phone = { phone: null, phone_extension: null, phone_kind: 'invalid' }

const kinds: Readonly<Record<string, PhoneKind>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed',
  FIXED_LINE_OR_MOBILE: 'mobile_or_fixed',
}

/** A number without a country code is read as dialled in `region` (ISO 3166-1). */
export function normalisePhone(written: string | null, region: string): Phone {
  const text = clean(written)
  if (text === null) return missing
  const home = isSupportedCountry(region) ? region : undefined
  const line = text
    .replace(/(?:durchwahl|dw|poste|anexo|toestel|interno)\.?\s*(?=\d+$)/i, ' ext ')
    .slice(0, 200)
  for (const candidate of candidates(line)) {
    const phone = dialled(candidate, home)
    if (phone) return phone
  }
  return invalid
}

/** The whole text; if that is not a number, the first of several numbers, or a country code without its plus. */
function* candidates(line: string): Generator<string> {
  yield line
  const first = /^(.*?\d{2}.*?)\s*(?:[;,|]|\/|\bor\b|\boder\b|\bou\b)\s*(?=\+?\(?\d)/i.exec(line)?.[1]
  if (first) yield first
  if (/\p{L}/u.test(line)) return
  const digits = line.replace(/^\+?\s*00/, '').replace(/\D/g, '')
  if (digits.length >= 10 && digits.length <= 15) yield `+${digits.replace(/^0+/, '')}`
}

function dialled(text: string, home: CountryCode | undefined): Phone | null {
  const number = parse(text, home ? { defaultCountry: home } : {})
  const type = number?.getType()
  if (!number || !type) return null
  if (isFake(number.nationalNumber)) return invalid
  return { phone: number.number, phone_extension: number.ext ?? null, phone_kind: kinds[type] ?? 'other' }
}

/** Well-formed numbers that people type to get past a required field. */
function isFake(national: string): boolean {
  return (
    /(\d)\1{6}$/.test(national) || '01234567890123'.includes(national) || '98765432109876'.includes(national)
  )
}
