import { normaliseCountry } from './country.ts'
import { regionCodes } from './data/region-codes.ts'
import { normalisePostcode } from './postcode.ts'
import { normaliseStreet, titled } from './street.ts'
import { clean, folded } from './written.ts'

export interface WrittenAddress {
  readonly address: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postcode: string | null
  readonly country: string | null
}

export interface Address {
  readonly street: string | null
  readonly house_number: string | null
  readonly unit: string | null
  readonly city: string | null
  /** State, province or county; a code in countries where people write one (US, CA, AU). */
  readonly region: string | null
  readonly postcode: string | null
  readonly country: string | null
  readonly country_code: string | null
}

/** An address without a country is parsed in the style of `home` (ISO 3166-1), which does not become its country. */
export function normaliseAddress(written: WrittenAddress, home: string): Address {
  const country = normaliseCountry(written.country)
  const style = country.country_code ?? home
  return {
    ...normaliseStreet(written.address, style),
    city: place(written.city),
    region: regionOf(written.region, style),
    postcode: normalisePostcode(written.postcode, style),
    ...country,
  }
}

function place(written: string | null): string | null {
  const text = clean(written)?.replace(/^[\s.,;-]+|[\s.,;-]+$/g, '')
  return text && /\p{L}/u.test(text) ? titled(text) : null
}

function regionOf(written: string | null, country: string): string | null {
  const text = place(written)
  if (text === null) return null
  const key = folded(text.replace(/^[A-Z]{2}-(?=[A-Z]{2,3}$)/i, ''))
  return (
    regionCodes.get(country)?.get(key) ??
    (written && /^\s*[A-Z]{2,3}\s*$/.test(written) ? written.trim() : text)
  )
}
