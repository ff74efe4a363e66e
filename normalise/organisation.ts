import {
  capitalForms,
  certainForms,
  eastAsianForms,
  familyNameWords,
  formsByCountry,
  initialsLast,
  lastOrganisationWords,
  leadingForms,
  organisationSigns,
  organisationWords,
  rareFamilyNameWords,
  tradingForms,
  vietnameseFamilies,
} from './data/organisation-words.ts'
import { clean, folded } from './written.ts'

export type PartyType = 'person' | 'organisation' | 'unknown'

export interface WrittenParty {
  readonly title: string | null
  readonly given: string | null
  readonly family: string | null
  readonly full: string | null
  /** What the source has in its own field for a company. */
  readonly company: string | null
}

export interface Organisation {
  /** As written. */
  readonly organisation_name: string
  /** For comparing: Latin letters and digits, without the legal form. */
  readonly organisation_name_match: string
}

/**
 * The organisation that a name names, or null. A name is an organisation's if it ends in a legal form, has a word that
 * names organisations, or is what the source has in its company field. `country` (ISO 3166-1) decides about legal forms
 * that are also names elsewhere.
 */
export function organisationIn(written: WrittenParty, country: string): Organisation | null {
  const company = nameText(written.company)
  const texts = textsOf(written)
  if (texts.length === 0) return company === null ? null : organisation(company, country)
  const named =
    texts.find((text) => formLength(wordsOf(text), legal) > 0 && isOrganisation(text, country, written)) ??
    texts.find((text) => isOrganisation(text, country, written))
  if (named !== undefined) return organisation(named, country)
  const [text = ''] = texts
  const isCompany = company !== null && folded(company) === folded(text)
  return isCompany && clean(written.title) === null ? organisation(text, country) : null
}

/** The whole name as one text, in both orders if it came in two fields. */
function textsOf({ given, family, full }: WrittenParty): string[] {
  const [first, last, whole] = [nameText(given), nameText(family), nameText(full)]
  if (first !== null && last !== null) return [`${first} ${last}`, `${last} ${first}`]
  const part = first ?? last
  if (part === null) return whole === null ? [] : [whole]
  return whole !== null && folded(whole).includes(folded(part)) ? [whole] : [part]
}

function nameText(text: string | null): string | null {
  const name = clean(text)
  return name !== null && /\p{L}/u.test(name) && !/@|:\/\//.test(name) ? name : null
}

const legal: ReadonlySet<string> = new Set(certainForms)
const certain: ReadonlySet<string> = new Set([...certainForms, ...tradingForms])
const personal =
  /^(?:mr|mrs|ms|miss|mx|mister|sir|dame|lady|herr|frau|mme|mlle|señora?|sra?|sig|sigra|dhr|mevr)$/

function isOrganisation(text: string, country: string, written: WrittenParty): boolean {
  if (eastAsianForms.test(text)) return true
  const words = wordsOf(text)
  if (words.length < 2) return false
  const form = formLength(words, certain)
  if (form > 0) return words.length > form
  if (personal.test(words[0] ?? '') || clean(written.title) !== null) return false
  if (leadingForms.has(words[0] ?? '')) return true
  if (/\b(?:t\/a|trading as|d\/b\/a|dba)\b/i.test(text)) return true
  return hasOrganisationWord(words) || startsWithThe(words) || hasLocalForm(text, words, country)
}

/** Lower case, without dots: 'S.A. de C.V.' is 'sa', 'de', 'cv'. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/\./g, '')
    .replace(/&/g, ' & ')
    .split(/[\s,;()]+/)
    .filter((word) => word !== '')
}

/** How many words at the end are one of these forms. */
function formLength(words: readonly string[], forms: ReadonlySet<string>): number {
  for (let length = Math.min(5, words.length); length > 0; length--) {
    if (forms.has(words.slice(-length).join(' '))) return length
  }
  return 0
}

function hasOrganisationWord(words: readonly string[]): boolean {
  if (words.some((word) => organisationWords.has(word))) return true
  const last = words.at(-1) ?? ''
  if (lastOrganisationWords.has(last)) return true
  const doubtful = words.filter((word) => familyNameWords.has(word))
  if (doubtful.length === 0) return false
  if (words.some((word) => organisationSigns.has(word) || /'s$|s'$/.test(word))) return true
  return doubtful.length > 1 || (rareFamilyNameWords.has(last) && words.length > 2)
}

function startsWithThe(words: readonly string[]): boolean {
  return words[0] === 'the' && words.length > 2 && !words.some((word) => vietnameseFamilies.has(word))
}

/** 'Bauer AG', 'Nordic Timber AS', 'Acme S.A.' in Spain; not 'Maria Sa', nor 'Ramesh KG' in India. */
function hasLocalForm(text: string, words: readonly string[], country: string): boolean {
  const last = words.at(-1) ?? ''
  const written = text.split(/\s+/).at(-1) ?? ''
  const isMarked = /\p{L}\.\p{L}/u.test(written) || /^\p{Lu}+\.?$/u.test(written)
  if (!isMarked || words.length < 2) return false
  if (capitalForms.has(last)) return !initialsLast.has(country)
  const countries = formsByCountry.get(last)
  if (!countries || text === text.toUpperCase()) return false
  return words.length > 2 || countries.includes(country)
}

function organisation(name: string, country: string): Organisation {
  const words = wordsOf(name.replace(eastAsianForms, ''))
  const length = formLength(words, legal) || (hasLocalForm(name, words, country) ? 1 : 0)
  const from = words[0] === 'the' || leadingForms.has(words[0] ?? '') ? 1 : 0
  const bare = words.slice(from, length > 0 ? -length : undefined)
  const key = folded(bare.join(' ').replace(/&/g, 'and')) || folded(name)
  return { organisation_name: name, organisation_name_match: key || name.toLowerCase() }
}
