import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { type Derivation, derive } from '#engine'
import { normaliseAddress } from './address.ts'
import { normaliseBirthDate } from './birth-date.ts'
import { disposableDomainsFile, normaliseEmail } from './email.ts'
import { normaliseName } from './name.ts'
import { normalisePhone } from './phone.ts'

/** What a source says of a person, as it is written there. */
const writtenColumns = [
  ...(['title_written', 'given_name_written', 'family_name_written', 'full_name_written'] as const),
  ...(['email_written', 'phone_written', 'birth_date_written'] as const),
  ...(['address_written', 'city_written', 'region_written', 'postcode_written', 'country_written'] as const),
]
const normalisedColumns = [
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
export type WrittenColumn = (typeof writtenColumns)[number]
export type NormalisedColumn = (typeof normalisedColumns)[number]
export type WrittenProfile = Readonly<Record<WrittenColumn, string | null>>
export type NormalisedProfile = Readonly<Record<NormalisedColumn, string | null>>

/** What a record that says nothing is written like. */
export const nothing: WrittenProfile = {
  title_written: null,
  given_name_written: null,
  family_name_written: null,
  full_name_written: null,
  email_written: null,
  phone_written: null,
  birth_date_written: null,
  address_written: null,
  city_written: null,
  region_written: null,
  postcode_written: null,
  country_written: null,
}

export interface ProfileRules {
  /** Where the source's people are when they do not say (ISO 3166-1): for phone numbers, addresses and dates. */
  readonly region: string
  /** For ages, in ISO 8601. */
  readonly today?: string
}

/** One person's record, in a build and by itself alike. Never throws, whatever is written. */
export function normaliseProfile(written: WrittenProfile, rules: Required<ProfileRules>): NormalisedProfile {
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
  const phone = normalisePhone(written.phone_written, abroad)
  return {
    ...normaliseName({
      title: written.title_written,
      given: written.given_name_written,
      family: written.family_name_written,
      full: written.full_name_written,
    }),
    ...normaliseEmail(written.email_written),
    // Somebody abroad may still have a number of the country the source is in.
    ...(phone.phone_kind === 'invalid' && abroad !== rules.region
      ? normalisePhone(written.phone_written, rules.region)
      : phone),
    ...address,
    ...normaliseBirthDate(written.birth_date_written, rules),
  }
}

/**
 * The `derive` of every staging transform about people: the columns of `profile` that are normalised. `from`
 * names what the query gives, where the source does not tell all of it.
 */
export function normalisedProfile(
  rules: ProfileRules & { readonly from?: readonly WrittenColumn[] },
): Derivation<WrittenColumn, NormalisedColumn> {
  const today = rules.today ?? new Date().toISOString().slice(0, 10)
  return derive({
    from: rules.from ?? writtenColumns,
    adds: normalisedColumns,
    with: (row) => normaliseProfile({ ...nothing, ...row }, { region: rules.region, today }),
    code: [import.meta.dirname, ...libraries],
    settings: [rules.region],
  })
}

/** Their data change what comes out, so they are part of the version of every table made with them. */
const require = createRequire(import.meta.url)
const libraries = [
  require.resolve('libphonenumber-js/max/metadata'),
  dirname(require.resolve('any-ascii')),
  disposableDomainsFile,
]
