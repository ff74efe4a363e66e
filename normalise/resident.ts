import { type Derivation, derive } from '#engine'
import type { Junk } from './junk.ts'
import {
  type NormalisedColumn,
  normaliseProfile,
  nothing,
  profileLibraries,
  type WrittenColumn,
} from './profile.ts'

const residentColumns = [
  ...(['given_name', 'family_name', 'given_name_match', 'family_name_match'] as const),
  ...(['street', 'house_number', 'unit', 'city', 'region', 'postcode', 'country'] as const),
] satisfies readonly NormalisedColumn[]
type ResidentColumn = (typeof residentColumns)[number]

/** The `derive` of staging transforms with a name and an address only: in the same form as in `profile`. */
export function normalisedResident(rules: {
  readonly region: string
  readonly junk?: Junk | undefined
  readonly from: readonly WrittenColumn[]
}): Derivation<WrittenColumn, ResidentColumn> {
  const { emails = [], phones = [], ids = [], names = [] } = rules.junk ?? {}
  return derive({
    from: rules.from,
    adds: residentColumns,
    parameters: { region: rules.region, junk: { emails, phones, ids, names } },
    with: (row, { region, junk }) => {
      // no birth date is given, so the day decides nothing
      const known = normaliseProfile({ ...nothing, ...row }, { region, junk, today: '2000-01-01' })
      return {
        given_name: known.given_name,
        family_name: known.family_name,
        given_name_match: known.given_name_match,
        family_name_match: known.family_name_match,
        street: known.street,
        house_number: known.house_number,
        unit: known.unit,
        city: known.city,
        region: known.region,
        postcode: known.postcode,
        country: known.country,
      }
    },
    code: [import.meta.dirname, ...profileLibraries],
  })
}
