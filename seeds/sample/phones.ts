import { getExampleNumber, isSupportedCountry, parsePhoneNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { company } from '#settings'
import type { Random } from './random.ts'

export interface Phone {
  /** Country calling code, and the number without it and without a leading zero. */
  readonly code: string
  readonly number: string
}

/** How mobile numbers begin in the markets of the sample company, and how many digits follow. */
const mobileHeads: Readonly<Record<string, readonly [code: string, head: string, digits: number]>> = {
  GB: ['44', '7', 9],
  IE: ['353', '85', 7],
  FR: ['33', '6', 8],
  DE: ['49', '1512', 7],
  NL: ['31', '6', 8],
}

/** No two people of up to nine million have the same one. */
export function mobileOf(random: Random, country: string, number: number): Phone {
  const known = mobileHeads[country]
  if (!known) return phoneIn(country, number)
  const [code, head, length] = known
  const digits = String((number * 7_368_787 + 1_234_567) % 9_999_991).padStart(7, '0')
  const more = length === 9 ? random.pick(['4', '5', '7', '8', '9']) + random.integer(1, 8) : ''
  return { code, number: `${head}${more}${digits}`.padEnd(head.length + length, '0') }
}

/** The telephone of a household. */
export function landlineOf(country: string, number: number): Phone {
  if (country === 'GB') {
    const digits = String((number * 7_368_787) % 9_999_991).padStart(7, '0')
    return { code: '44', number: `207${digits}` }
  }
  return phoneIn(country, number, 'fixed')
}

interface Plan {
  readonly code: string
  readonly head: string
  readonly digits: number
  /** The largest prime with that many digits. */
  readonly prime: number
}

const primes = new Map([
  [7, 9_999_991],
  [6, 999_983],
  [5, 99_991],
  [4, 9_973],
  [3, 997],
  [2, 97],
])
const plans = new Map<string, Plan>()

/** A valid number in any country: another one for each `number`, as far as the country has room. */
export function phoneIn(country: string, number: number, kind: 'mobile' | 'fixed' = 'mobile'): Phone {
  const region = isSupportedCountry(country) ? country : company.phoneRegion
  const plan = plans.get(`${region} ${kind}`) ?? planOf(region, kind)
  plans.set(`${region} ${kind}`, plan)
  const { code, head, digits, prime } = plan
  return { code, number: head + String((number * 7_368_787 + 1_234_567) % prime).padStart(digits, '0') }
}

/** How numbers begin in a country, and how many of their last digits may be any; mobile if it has no fixed ones. */
function planOf(region: string, kind: 'mobile' | 'fixed'): Plan {
  const example = isSupportedCountry(region) ? getExampleNumber(region, examples) : undefined
  if (!example) throw new TypeError(`no telephone numbers are known for ${region}`)
  const { nationalNumber, countryCallingCode: code } = example
  const candidates = kind === 'mobile' ? [nationalNumber] : fixedCandidates(nationalNumber.length)
  const types = kind === 'mobile' ? undefined : ['FIXED_LINE', 'FIXED_LINE_OR_MOBILE']
  for (const [digits, prime] of primes) {
    for (const candidate of candidates) {
      const head = candidate.slice(0, -digits)
      if (isFree(`+${code}${head}`, digits, types)) return { code, head, digits, prime }
    }
  }
  if (kind === 'fixed') return planOf(region, 'mobile')
  throw new TypeError(`no telephone numbers could be made for ${region}`)
}

/** Numbers of the length of a mobile number or a little shorter, of which some belong to a fixed line. */
function fixedCandidates(length: number): string[] {
  const starts = Array.from({ length: 900 }, (_, index) => String(100 + index))
  return [length - 1, length, length - 2].flatMap((some) => starts.map((start) => start.padEnd(some, '2')))
}

/** Whether any last digits make a valid number, tried with ten endings. */
function isFree(start: string, digits: number, types: readonly string[] | undefined): boolean {
  return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].every((digit) => {
    const phone = parsePhoneNumber(start + digit.repeat(digits))
    return phone.isValid() && (!types || types.includes(phone.getType() ?? ''))
  })
}

const homeCode = mobileHeads[company.phoneRegion]?.[0] ?? phoneIn(company.phoneRegion, 0).code

/** How a system writes a number: those of the company's own region as people dial them there. */
export function writtenPhone({ code, number }: Phone, style: PhoneStyle): string {
  const isHome = code === homeCode
  switch (style) {
    case 'e164':
      return `+${code}${number}`
    case 'zeros':
      return `00${code}${number}`
    case 'bracketed':
      return isHome && code === '44'
        ? `+${code} (0)${number.slice(0, 4)} ${number.slice(4)}`
        : `+${code} ${number}`
    case 'spaced':
      return isHome ? dialled(code, number) : `+${code} ${number}`
    default:
      return isHome ? dialled(code, number).replace(/\D/g, '') : `+${code}${number}`
  }
}

export type PhoneStyle = 'e164' | 'national' | 'spaced' | 'zeros' | 'bracketed'

function dialled(code: string, number: string): string {
  if (code === '44') return `0${number.slice(0, 4)} ${number.slice(4)}`
  return parsePhoneNumber(`+${code}${number}`).formatNational()
}
