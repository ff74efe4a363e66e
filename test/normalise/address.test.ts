import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseAddress } from '../../normalise/address.ts'
import { normaliseCountry } from '../../normalise/country.ts'
import { normalisePostcode } from '../../normalise/postcode.ts'
import { normaliseStreet } from '../../normalise/street.ts'

test.each([
  ['12 HIGH ST', 'GB', '12', 'High Street', null],
  ['Flat 2, 12a High Street', 'GB', '12A', 'High Street', '2'],
  ['12 High Street, Flat 2', 'GB', '12', 'High Street', '2'],
  ['Flat 2 12 High Street', 'GB', '12', 'High Street', '2'],
  ['Rose Cottage, 5 Main Street, Little Town', 'GB', '5', 'Main Street', null],
  ['Rose Cottage, Main Street', 'GB', null, 'Rose Cottage, Main Street', null],
  ['12\nHigh Street', 'GB', '12', 'High Street', null],
  ['123 N Main St Apt 4B', 'US', '123', 'N Main Street', '4B'],
  ['123 1/2 Elm St #5', 'US', '123 1/2', 'Elm Street', '5'],
  ['123-45 67th Ave', 'US', '123-45', '67th Avenue', null],
  ['P.O. Box 123', 'US', null, 'PO Box 123', null],
  ['Highway 50', 'US', null, 'Highway 50', null],
  ['Hauptstr. 5 a', 'DE', '5A', 'Hauptstraße', null],
  ['HAUPTSTRASSE 5-7', 'DE', '5-7', 'Hauptstraße', null],
  ['Straße des 17. Juni 135', 'DE', '135', 'Straße des 17. Juni', null],
  ['Bahnhofstr. 1', 'CH', '1', 'Bahnhofstrasse', null],
  ['Keizersgracht 123-2', 'NL', '123-2', 'Keizersgracht', null],
  ['Dorpsstr. 12 A', 'NL', '12A', 'Dorpsstraat', null],
  ['12 bis, rue de la Paix', 'FR', '12 bis', 'rue de la Paix', null],
  ['12, AV. DES CHAMPS', 'FR', '12', 'avenue des Champs', null],
  ['Calle Mayor, 5', 'ES', '5', 'Calle Mayor', null],
  ['Via Roma 12/A', 'IT', '12/A', 'Via Roma', null],
  ['Kongens gate 1', 'NO', '1', 'Kongens gate', null],
  ['3/14 Smith Street', 'AU', '14', 'Smith Street', '3'],
  ['N/A', 'GB', null, null, null],
])('%s in %s', (written, country, house_number, street, unit) => {
  expect(normaliseStreet(written, country)).toEqual({ house_number, street, unit })
})

test.each([
  ['sw1a1aa', 'GB', 'SW1A 1AA'],
  ['SW1A OAA', 'GB', 'SW1A 0AA'],
  ['m1-1ae', 'GB', 'M1 1AE'],
  ['SW1A', 'GB', 'SW1A'],
  ['021341234', 'US', '02134-1234'],
  ['2134', 'US', '02134'],
  ['D-10115', 'DE', '10115'],
  ['1067', 'DE', '01067'],
  ['k1a0b1', 'CA', 'K1A 0B1'],
  ['1234ab', 'NL', '1234 AB'],
  ['F-75001', 'FR', '75001'],
  ['75001.0', 'FR', '75001'],
  ['00950', 'PL', '00-950'],
  ['1000001', 'PT', '1000-001'],
  ['d02x285', 'IE', 'D02 X285'],
  ['11455', 'SE', '114 55'],
  ['１００－０００１', 'JP', '100-0001'],
  ['CH-8001', 'CH', '8001'],
  ['00000', 'US', null],
  ['N/A', 'GB', null],
  ['London', 'GB', null],
])('postcode %s in %s', (written, country, postcode) => {
  expect(normalisePostcode(written, country)).toBe(postcode)
})

test.each([
  ['EIRE', 'IE', 'Ireland'],
  ['RSA', 'ZA', 'South Africa'],
  ['U.S.A.', 'US', 'United States'],
  ['uk', 'GB', 'United Kingdom'],
  ['England', 'GB', 'United Kingdom'],
  ['GB-SCT', 'GB', 'United Kingdom'],
  ['GBR', 'GB', 'United Kingdom'],
  ['Deutschland', 'DE', 'Germany'],
  ['ALLEMAGNE', 'DE', 'Germany'],
  ['Österreich', 'AT', 'Austria'],
  ['España', 'ES', 'Spain'],
  ['The Netherlands', 'NL', 'Netherlands'],
  ['Czech Republic', 'CZ', 'Czechia'],
  ['Korea, Republic of', 'KR', 'South Korea'],
  ["Korea, Democratic People's Republic of", 'KP', 'North Korea'],
  ['Iran (Islamic Republic of)', 'IR', 'Iran'],
  ['Bosnia and Herzegovina', 'BA', 'Bosnia & Herzegovina'],
  ['Россия', 'RU', 'Russia'],
  ['Ελλάδα', 'GR', 'Greece'],
  ['日本', 'JP', 'Japan'],
  ['Channel Islands', null, 'Channel Islands'],
  ['European Community', null, null],
  ['Unspecified', null, null],
  ['Narnia', null, null],
])('country %s', (written, country_code, country) => {
  expect(normaliseCountry(written)).toEqual({ country_code, country })
})

test.each([
  ['California', 'USA', 'CA'],
  ['ca', 'US', 'CA'],
  ['US-NY', 'US', 'NY'],
  ['n.s.w.', 'Australia', 'NSW'],
  ['Québec', 'Canada', 'QC'],
  ['KENT', 'UK', 'Kent'],
])('region %s of %s', (region, country, expected) => {
  const written = { address: null, city: null, postcode: null, region, country }
  expect(normaliseAddress(written, 'GB').region).toBe(expected)
})

test.each([
  ['LONDON', 'London'],
  ['newcastle upon tyne', 'Newcastle upon Tyne'],
  ['STOKE-ON-TRENT', 'Stoke-on-Trent'],
  ["KING'S LYNN", "King's Lynn"],
  ["'s-Hertogenbosch", "'s-Hertogenbosch"],
  ['12345', null],
])('town %s', (city, expected) => {
  const written = { address: null, region: null, postcode: null, country: null, city }
  expect(normaliseAddress(written, 'GB').city).toBe(expected)
})

test('an address without a country is parsed in the style of `home`, which does not become its country', () => {
  const written = { address: 'Hauptstr. 5', city: 'BERLIN', region: null, postcode: 'D-10115', country: null }
  expect(normaliseAddress(written, 'DE')).toEqual({
    street: 'Hauptstraße',
    house_number: '5',
    unit: null,
    city: 'Berlin',
    region: null,
    postcode: '10115',
    country: null,
    country_code: null,
  })
})

test('a street that is written out and parsed again is the same street', () => {
  const streets = fc.constantFrom(
    'High Street',
    'Straße des 17. Juni',
    'Calle Mayor',
    'Main Ave NW',
    '67th Avenue',
  )
  const numbers = fc.constantFrom('5', '12A', '5-7', '123 1/2', '12/A', '12 bis')
  const units = fc.option(fc.constantFrom('2', '4B', 'A'), { nil: null })
  fc.assert(
    fc.property(
      streets,
      numbers,
      units,
      fc.constantFrom('GB', 'US', 'DE', 'FR', 'ES'),
      (street, house, unit, country) => {
        const isLast = country === 'DE' || country === 'ES'
        const line = isLast ? `${street} ${house}` : `${house} ${street}`
        const expected = { street, house_number: house, unit }
        expect(normaliseStreet(unit ? `Flat ${unit}, ${line}` : line, country)).toEqual(expected)
        expect(normaliseStreet(unit ? `${line}, Apt. ${unit}` : line, country)).toEqual(expected)
      },
    ),
  )
})
