import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { asOfYear, type Derivation, derive } from '#engine'
import { normaliseAddress } from './address.ts'
import { normaliseBirthDate } from './birth-date.ts'
import { disposableDomainsFile, normaliseEmail } from './email.ts'
import { type Junk, type JunkRules, junkRules } from './junk.ts'
import { normaliseName } from './name.ts'
import { organisationIn } from './organisation.ts'
import { normalisePhone } from './phone.ts'

/** What a source says about a person, as written there. */
const writtenColumns = [
  ...(['title_written', 'given_name_written', 'family_name_written', 'full_name_written'] as const),
  'company_written' as const,
  ...(['email_written', 'phone_written', 'birth_date_written'] as const),
  ...(['address_written', 'city_written', 'region_written', 'postcode_written', 'country_written'] as const),
]
/** What few sources say; a staging transform names it in `from`. */
const rareColumns = ['phone_shared_written'] as const
const normalisedColumns = [
  ...(['party_type', 'organisation_name', 'organisation_name_match'] as const),
  ...([
    'full_name',
    'given_name',
    'family_name',
    'name_suffix',
    'given_name_match',
    'family_name_match',
  ] as const),
  ...(['email', 'email_match', 'email_kind', 'phone', 'phone_extension', 'phone_kind'] as const),
  ...(['street', 'house_number', 'unit', 'city', 'region', 'postcode', 'country', 'country_code'] as const),
  ...(['birth_date', 'birth_date_quality'] as const),
]
export type WrittenColumn = (typeof writtenColumns | typeof rareColumns)[number]
export type NormalisedColumn = (typeof normalisedColumns)[number]
export type WrittenProfile = Readonly<Record<WrittenColumn, string | null>>
export type NormalisedProfile = Readonly<Record<NormalisedColumn, string | null>>

/** An empty record. */
export const nothing: WrittenProfile = {
  title_written: null,
  given_name_written: null,
  family_name_written: null,
  full_name_written: null,
  company_written: null,
  email_written: null,
  phone_written: null,
  /** `true` if the source says that others share the phone number. */
  phone_shared_written: null,
  birth_date_written: null,
  address_written: null,
  city_written: null,
  region_written: null,
  postcode_written: null,
  country_written: null,
}

export interface ProfileRules {
  /** The country (ISO 3166-1) that is assumed for phone numbers, addresses and dates if a person gives none. */
  readonly region: string
  /** The day (ISO 8601) for which ages are computed. */
  readonly today: string
  /** What the company's settings add to the values that identify nobody. */
  readonly junk?: Junk | undefined
}

/** Normalises one person's record; builds and single lookups use the same code. Never throws, whatever the text. */
export function normaliseProfile(written: WrittenProfile, rules: ProfileRules): NormalisedProfile {
  const junk = rulesOf(rules.junk)
  const address = normaliseAddress(
    {
      address: written.address_written,
      city: written.city_written,
      region: written.region_written,
      postcode: written.postcode_written,
      country: written.country_written,
    },
    rules.region,
  )
  const abroad = address.country_code ?? rules.region
  const own = normalisePhone(written.phone_written, abroad, junk)
  // someone abroad may still have a phone number of the source's country
  const phone =
    own.phone_kind === 'invalid' && abroad !== rules.region
      ? normalisePhone(written.phone_written, rules.region, junk)
      : own
  const isShared = written.phone_shared_written === 'true' && phone.phone !== null
  return {
    ...normaliseParty(written, abroad, junk),
    ...normaliseEmail(written.email_written, junk),
    ...phone,
    ...(isShared && { phone_kind: 'shared' }),
    ...address,
    ...normaliseBirthDate(written.birth_date_written, rules),
  }
}

const productRules = junkRules()
const companyRules = new WeakMap<Junk, JunkRules>()

/** Made once for the settings of a company. */
function rulesOf(junk: Junk | undefined): JunkRules {
  if (!junk) return productRules
  const rules = companyRules.get(junk) ?? junkRules(junk)
  companyRules.set(junk, rules)
  return rules
}

/** A person's name in its parts; the name of an organisation as written, and never in parts. */
function normaliseParty(written: WrittenProfile, country: string, junk: JunkRules) {
  const parts = {
    title: written.title_written,
    given: written.given_name_written,
    family: written.family_name_written,
    full: written.full_name_written,
  }
  const organisation = organisationIn({ ...parts, company: written.company_written }, country)
  const name = normaliseName(organisation ? noName : parts, junk)
  return {
    party_type: organisation ? 'organisation' : name.full_name ? 'person' : 'unknown',
    organisation_name: null,
    organisation_name_match: null,
    ...name,
    ...(organisation && { ...organisation, full_name: organisation.organisation_name }),
  }
}

const noName = { title: null, given: null, family: null, full: null }

/**
 * The `derive` of every staging transform about people: the normalised columns of `profile`. `from` names the columns
 * that the query gives, if the source lacks some.
 */
export function normalisedProfile(
  rules: Omit<ProfileRules, 'today'> & { readonly from?: readonly WrittenColumn[] },
): Derivation<WrittenColumn, NormalisedColumn> {
  const { emails = [], phones = [], ids = [], names = [] } = rules.junk ?? {}
  return derive({
    from: rules.from ?? writtenColumns,
    adds: normalisedColumns,
    // a year is exact enough for the limits of an age, and profiles are not built again every day
    parameters: { region: rules.region, today: asOfYear, junk: { emails, phones, ids, names } },
    with: (row, parameters) => normaliseProfile({ ...nothing, ...row }, parameters),
    code: [import.meta.dirname, ...profileLibraries],
  })
}

/** Their data change the results, so they are part of the version of every table that uses them. */
const require = createRequire(import.meta.url)
export const profileLibraries = [
  require.resolve('libphonenumber-js/max/metadata'),
  dirname(require.resolve('any-ascii')),
  disposableDomainsFile,
]
