import { aliases, displayNames, isoCodes, languages, places } from './data/country-names.ts'
import { clean, folded } from './written.ts'

export interface Country {
  /** The name in English. */
  readonly country: string | null
  /** ISO 3166-1, two letters. */
  readonly country_code: string | null
}

const nobody: Country = { country: null, country_code: null }
const alpha2: ReadonlySet<string> = new Set(isoCodes.map((codes) => codes.slice(0, 2)))

/** Whether a text is a two-letter ISO country code. */
export function isCountryCode(text: string): boolean {
  return alpha2.has(text)
}

const byName = namesInManyLanguages()

function namesInManyLanguages(): ReadonlyMap<string, Country> {
  const names = new Map<string, Country>()
  const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const countries = new Map(
    isoCodes.map((codes) => {
      const code = codes.slice(0, 2)
      return [code, { country: displayNames[code] ?? english.of(code) ?? code, country_code: code }]
    }),
  )
  for (const codes of isoCodes) {
    const country = countries.get(codes.slice(0, 2)) ?? nobody
    for (const name of [codes.slice(0, 2), codes.slice(2), country.country ?? ''])
      names.set(keyOf(name), country)
  }
  for (const [name, code] of Object.entries(aliases)) names.set(name, countries.get(code) ?? nobody)
  for (const [name, country] of Object.entries(places)) names.set(name, { country, country_code: null })
  for (const language of languages) {
    const local = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const [code, country] of countries) {
      const key = keyOf(local.of(code) ?? '')
      if (key !== '' && !names.has(key)) names.set(key, country)
    }
  }
  return names
}

function keyOf(name: string): string {
  return folded(name.replace(/^the\s+|\((?:the)\)/gi, '').replace(/&|\band\b/gi, 'and'))
}

/** There are few distinct countries, and few texts for each. */
const known = new Map<string, Country>()

/** Reads a code, or a name in one of many languages; null for other text, such as 'European Community'. */
export function normaliseCountry(written: string | null): Country {
  if (written === null) return nobody
  const cached = known.get(written)
  if (cached) return cached
  const country = lookup(clean(written))
  if (known.size < 10_000) known.set(written, country)
  return country
}

function lookup(text: string | null): Country {
  if (text === null) return nobody
  const parts = [
    text,
    text.replace(/\s*\(.*\)/, ''),
    text.split(',')[0] ?? '',
    /^([A-Za-z]{2})-[A-Za-z0-9]{1,3}$/.exec(text)?.[1] ?? '',
  ]
  for (const part of parts) {
    const country = byName.get(keyOf(part))
    if (country) return country
  }
  return nobody
}
