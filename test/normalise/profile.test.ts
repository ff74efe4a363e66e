import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type NormalisedProfile,
  normalisedProfile,
  normaliseProfile,
  nothing,
  type WrittenProfile,
} from '../../normalise/profile.ts'
import { clean, folded } from '../../normalise/written.ts'
import { profile } from '../../transforms/canonical/profile.ts'

const today = '2026-11-22'
const regions = fc.constantFrom('GB', 'US', 'DE', 'NL', 'FR', 'IE', 'CA', 'AU', 'ES', 'BR', 'JP', 'XX')

/** Pieces of text that the rules look for, so that random texts trigger them. */
const pieces = fc.constantFrom(
  ...[
    'Dr',
    'Jr',
    'van',
    'der',
    'de',
    'y',
    'O’',
    'Mc',
    'SMITH',
    'bob',
    'Ö',
    'ß',
    'İ',
    'ﬁ',
    '王',
    '小',
    'Σ',
    "'s",
    'e\u0301',
  ],
  ...[
    '@',
    'x.com',
    '<',
    '>',
    '+',
    '"',
    '(',
    ')',
    '[',
    '-',
    '.',
    ',',
    ';',
    '/',
    '&amp;',
    '&',
    'Ã©',
    '\u200b',
    '\u00a0',
  ],
  ...[
    '12',
    '1/2',
    '5a',
    'Flat',
    'Apt',
    '#',
    'PO Box',
    'St',
    'str.',
    'Straße',
    'rue',
    'bis',
    'N',
    '\n',
    '07911123456',
  ],
  ...[
    '+44',
    '0044',
    'ext',
    'SW1A',
    '1AA',
    '10115',
    '2134',
    'D-',
    '1980',
    '04',
    '03',
    'April',
    '31',
    '20',
    'UK',
    'EIRE',
  ],
)
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.array(fc.oneof(pieces, fc.constant(' ')), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(' ')),
)
const written = fc.option(text, { nil: null })
const profiles: fc.Arbitrary<WrittenProfile> = fc.record({
  title_written: written,
  given_name_written: written,
  family_name_written: written,
  full_name_written: written,
  company_written: written,
  email_written: written,
  phone_written: written,
  phone_shared_written: fc.constantFrom('true', 'false', null),
  birth_date_written: written,
  address_written: written,
  city_written: written,
  region_written: written,
  postcode_written: written,
  country_written: written,
})

const withSuffix = (name: string | null, p: NormalisedProfile) =>
  name !== null && p.name_suffix !== null ? `${name} ${p.name_suffix}` : name

/** A normalised profile, written out again in the style of its country. */
function rewritten(p: NormalisedProfile): WrittenProfile {
  return {
    title_written: null,
    given_name_written: p.family_name === null ? withSuffix(p.given_name, p) : p.given_name,
    family_name_written: withSuffix(p.family_name, p),
    full_name_written: p.organisation_name,
    company_written: p.organisation_name,
    email_written: p.email,
    phone_written: p.phone_extension ? `${p.phone} ext. ${p.phone_extension}` : p.phone,
    phone_shared_written: p.phone_kind === 'shared' ? 'true' : null,
    birth_date_written: p.birth_date,
    address_written: p.street,
    city_written: p.city,
    region_written: p.region,
    postcode_written: p.postcode,
    country_written: p.country,
  }
}

/** What was invalid is now missing, and a house number is no longer part of its street. */
function settled(p: NormalisedProfile) {
  const kind = (value: string | null, quality: string | null) => (value === null ? 'missing' : quality)
  const { house_number: _house, unit: _unit, street: _street, ...rest } = p
  return {
    ...rest,
    email_kind: kind(p.email, p.email_kind),
    phone_kind: kind(p.phone, p.phone_kind),
    birth_date_quality: kind(
      p.birth_date,
      p.birth_date_quality === 'suspect' ? 'given' : p.birth_date_quality,
    ),
  }
}

test('normalising any text never throws, and normalising again changes nothing', () => {
  fc.assert(
    fc.property(profiles, regions, (p, region) => {
      const once = normaliseProfile(p, { region, today })
      expect(settled(normaliseProfile(rewritten(once), { region, today }))).toEqual(settled(once))
    }),
    { numRuns: 800 },
  )
})

test('normalising any text gives clean text that Postgres can store, or null', () => {
  fc.assert(
    fc.property(profiles, regions, (p, region) => {
      for (const value of Object.values(normaliseProfile(p, { region, today }))) {
        expect(value).not.toBe('')
        expect(value?.isWellFormed() ?? true).toBe(true)
        expect(value?.includes('\0') ?? false).toBe(false)
        expect(value?.trim()).toBe(value ?? undefined)
      }
    }),
    { numRuns: 800 },
  )
})

test('case, spaces and accents make no difference', () => {
  const names = fc.constantFrom('José', 'Łukasz', 'Anna-Maria', 'Søren', 'Jürgen', 'Zoë', 'Bob', 'Seán')
  const family = fc.constantFrom('García', 'van der Berg', "O'Brien", 'Groß', 'McDonald', 'Ørsted')
  fc.assert(
    fc.property(names, family, (given, name) => {
      const nobody = rewritten(normaliseProfile(nothing, { region: 'GB', today }))
      const match = (g: string, f: string) => {
        const p = { ...nobody, given_name_written: g, family_name_written: f }
        const { given_name_match, family_name_match } = normaliseProfile(p, { region: 'GB', today })
        return { given_name_match, family_name_match }
      }
      const expected = match(given, name)
      expect(match(` ${given.toUpperCase()} `, name.toUpperCase())).toEqual(expected)
      expect(match(given.normalize('NFD'), name.normalize('NFD').toLowerCase())).toEqual(expected)
    }),
  )
})

test('cleaning clean text changes nothing, and neither does folding folded text', () => {
  fc.assert(
    fc.property(text, (t) => {
      const cleaned = clean(t)
      expect(clean(cleaned)).toBe(cleaned)
      expect(folded(folded(t))).toBe(folded(t))
    }),
    { numRuns: 800 },
  )
})

test('a text of a million characters does not take longer', () => {
  const long = 'Jane @,. 12 '.repeat(100_000)
  const p = Object.fromEntries(Object.keys(nothing).map((name) => [name, long]))
  const start = performance.now()
  normaliseProfile({ ...nothing, ...p }, { region: 'GB', today })
  expect(performance.now() - start).toBeLessThan(2000)
})

test('a build derives the same as normalising one record, and the canonical profile has all of it', () => {
  const derivation = normalisedProfile({ region: 'GB', from: ['email_written', 'phone_written'] })
  const row = { email_written: 'Jane+x@gmail.com', phone_written: '07911 123456' }
  const alone = normaliseProfile({ ...nothing, ...row }, { region: 'GB', today })
  expect(derivation.from).toEqual(Object.keys(row))
  expect(derivation.asOf(today)({ ...nothing, ...row })).toEqual(alone)
  expect([...derivation.adds].sort()).toEqual(Object.keys(alone).sort())
  expect(Object.keys(profile.columns)).toEqual(expect.arrayContaining([...derivation.adds]))
})

test('what a company adds to junk is part of the version, and is no contact and no name', () => {
  const junk = { emails: ['till@'], phones: ['020 7946 0958'], names: ['Laden Kunde'] }
  const hashes = [undefined, junk, { ...junk, ids: ['W-1'] }].map(
    (more) => normalisedProfile({ region: 'GB', junk: more }).codeHash,
  )
  expect(new Set(hashes).size).toBe(3)
  const written = {
    ...nothing,
    full_name_written: 'Laden-Kunde',
    email_written: 'Till4@shop.example',
    phone_written: '+44 20 7946 0958',
  }
  expect(normaliseProfile(written, { region: 'GB', today })).toMatchObject({
    party_type: 'person',
    email_kind: 'role',
    phone_kind: 'fixed',
  })
  for (const phone_written of ['+44 20 7946 0958', '02079460958', '(020) 7946-0958'])
    expect(normaliseProfile({ ...written, phone_written }, { region: 'GB', today, junk })).toMatchObject({
      party_type: 'unknown',
      full_name: null,
      email_kind: 'junk',
      phone_kind: 'junk',
    })
})
