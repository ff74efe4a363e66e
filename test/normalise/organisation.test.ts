import { expect, test } from 'vitest'
import { organisationIn, type WrittenParty } from '../../normalise/organisation.ts'

const nobody: WrittenParty = { title: null, given: null, family: null, full: null, company: null }
const matched = (party: Partial<WrittenParty>, country = 'GB') =>
  organisationIn({ ...nobody, ...party }, country)?.organisation_name_match ?? null

test.each([
  ['Northgate Dental Ltd', 'northgatedental'],
  ['ACME BAKERY LIMITED', 'acmebakery'],
  ['Marks & Spencer plc', 'marksandspencer'],
  ['Acme, Inc.', 'acme'],
  ['Acme Co., Ltd.', 'acme'],
  ['Acme Pty Ltd', 'acme'],
  ['Müller Bau GmbH', 'mullerbau'],
  ['Bauer Elektro GmbH & Co. KG', 'bauerelektro'],
  ['Bauer UG (haftungsbeschränkt)', 'bauer'],
  ['SIEMENS AG', 'siemens'],
  ['Verein Sonne e.V.', 'vereinsonne'],
  ['Société Générale SA', 'societegenerale'],
  ['Acme S.A. de C.V.', 'acme'],
  ['Studio Verde S.r.l.', 'studioverde'],
  ['Transportes Gomez S.L.', 'transportesgomez'],
  ['Costa & Filhos Ltda', 'costaandfilhos'],
  ['Kowalski Sp. z o.o.', 'kowalski'],
  ['Novák s.r.o.', 'novak'],
  ['Bakker B.V.', 'bakker'],
  ['Nordic Timber AB', 'nordictimber'],
  ['Hansen A/S', 'hansen'],
  ['Oy Nordic Ab', 'nordicab'],
  ['Tanaka KK', 'tanaka'],
  ['株式会社トヨタ', 'toyota'],
  ['ООО Ромашка', 'romashka'],
  ['Smith & Sons', 'smithandsons'],
  ['Smith & Co.', 'smithandco'],
  ['The Copper Kettle', 'copperkettle'],
  ["Joe's Cafe", 'joescafe'],
  ["St Mary's School", 'stmarysschool'],
  ['University of Leeds', 'universityofleeds'],
  ['Leeds City Council', 'leedscitycouncil'],
  ['The National Trust', 'nationaltrust'],
  ['First Baptist Church', 'firstbaptistchurch'],
  ['Northgate Clinic', 'northgateclinic'],
  ['Jo Limited', 'jo'],
])('%s is an organisation', (full, match) => {
  expect(matched({ full })).toBe(match)
})

test.each([
  ...['John Smith', 'Mary-Jane Watson', 'van der Berg', 'Mr & Mrs Smith', 'Anna & Ben Smith', 'Li Na Co'],
  ...[
    'Anna Co',
    'Sa Nguyen',
    'Maria Sá',
    'Maria SA',
    'Ag Khan',
    'Anna Sas',
    'Per As',
    'Jose De Sa',
    'Ab Jones',
  ],
  ...['Charlotte Church', 'Emily Bank', 'Anna Trust', 'Jack House', 'Sam Hill', 'Denny Laws', 'Max Hall'],
  ...['The Anh Nguyen', 'Theo Long', 'Inc', 'Ltd', 'jane@acme.ltd'],
])('%s is not', (full) => {
  expect(matched({ full })).toBeNull()
})

test('initials that people write last are no legal form', () => {
  expect(matched({ full: 'Ramesh KG' }, 'IN')).toBeNull()
  expect(matched({ full: 'Bauer KG' }, 'DE')).toBe('bauer')
})

test.each([
  [{ given: 'Northgate Dental', family: 'Ltd' }],
  [{ given: 'Ltd', family: 'Northgate Dental' }],
  [{ given: 'Northgate', family: 'Dental Ltd' }],
  [{ family: 'Northgate Dental Ltd' }],
  [{ given: 'Northgate Dental Ltd', family: '-' }],
  [{ company: 'Northgate Dental Ltd' }],
  [{ full: 'Northgate Dental', company: 'Northgate Dental Ltd' }],
])('the name of an organisation in the fields for people: %j', (party) => {
  expect(matched(party)).toBe('northgatedental')
})

test('the company of a person does not make an organisation of the person', () => {
  expect(matched({ given: 'Anna', family: 'Smith', company: 'Acme Ltd' })).toBeNull()
  expect(matched({ full: 'Smith', company: 'Smith Ltd', title: 'Mr' })).toBeNull()
})
