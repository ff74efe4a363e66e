import fc from 'fast-check'
import parsePhoneNumber, { getCountryCallingCode } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { normalisePhone } from '../../normalise/phone.ts'

test.each([
  ['020 7946 0958', 'GB', '+442079460958', null, 'fixed'],
  ['+44 (0)20 7946 0958 ext. 12', 'GB', '+442079460958', '12', 'fixed'],
  ['Tel: 07911-123456', 'GB', '+447911123456', null, 'mobile'],
  ['7911123456', 'GB', '+447911123456', null, 'mobile'],
  ['447911123456', 'GB', '+447911123456', null, 'mobile'],
  ['7911123456.0', 'GB', '+447911123456', null, 'mobile'],
  ['447911123457.0', 'GB', '+447911123457', null, 'mobile'],
  ['+447911123457,0', 'GB', '+447911123457', null, 'mobile'],
  ['7.911123456E9', 'GB', '+447911123456', null, 'mobile'],
  ['0044 7911 123456', 'US', '+447911123456', null, 'mobile'],
  ['020 7946 0958 / 07911 123456', 'GB', '+442079460958', null, 'fixed'],
  ['٠٢٠ ٧٩٤٦ ٠٩٥٨', 'GB', '+442079460958', null, 'fixed'],
  ['０７９１１１２３４５６', 'GB', '+447911123456', null, 'mobile'],
  ['(202) 456-1111 x5', 'US', '+12024561111', '5', 'mobile_or_fixed'],
  ['1.202.456.1111', 'US', '+12024561111', null, 'mobile_or_fixed'],
  ['+1 800 555 0199', 'GB', '+18005550199', null, 'other'],
  ['030/901820', 'DE', '+4930901820', null, 'fixed'],
  ['+49 30 901820 Durchwahl 12', 'DE', '+4930901820', '12', 'fixed'],
  ['01 42 68 53 00', 'FR', '+33142685300', null, 'fixed'],
  ['06-12345678', 'NL', '+31612345678', null, 'mobile'],
  ['087 123 4567', 'IE', '+353871234567', null, 'mobile'],
  ['+39 06 6982', 'IT', '+39066982', null, 'fixed'],
  ['0411 123 456', 'AU', '+61411123456', null, 'mobile'],
  ['(11) 96123-4567', 'BR', '+5511961234567', null, 'mobile'],
  ['044 668 18 00', 'CH', '+41446681800', null, 'fixed'],
  ['03-3224-5000', 'JP', '+81332245000', null, 'fixed'],
])('%s in %s', (written, region, phone, phone_extension, phone_kind) => {
  expect(normalisePhone(written, region)).toEqual({ phone, phone_extension, phone_kind })
})

test.each([
  ...['00000000000', '0123456789', '01234567890', '1234567890', '07777777777', '999', '0', '123123123'],
  ...['+440000000000', '07911 0000000', '+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'],
])('%s is what people or networks give instead of a number', (written) => {
  expect(normalisePhone(written, 'GB')).toEqual({ phone: null, phone_extension: null, phone_kind: 'junk' })
})

test.each([
  ...['4.47911E+11', '7.9111E9', '07911123456.5', 'call me', '+999 123 456', 'jane@acme.com'],
  '02079460958020794609580207946',
])('%s cannot be called', (written) => {
  expect(normalisePhone(written, 'GB')).toEqual({ phone: null, phone_extension: null, phone_kind: 'invalid' })
})

test.each([
  ['079111234567', 'GB'],
  ['79111234567', 'GB'],
  ['447911123456', 'US'],
  ['33142685300', 'GB'],
])('%s in %s is not read as a number of another country', (written, region) => {
  expect(normalisePhone(written, region).phone_kind).toBe('invalid')
})

test('a number that is saved as a float is the same number, in every country', () => {
  const numbers = fc.constantFrom(
    ...['+447911123456', '+442079460958', '+12024561111', '+4930901820', '+33142685300', '+31612345678'],
    ...['+353871234567', '+5511961234567', '+61411123456'],
  )
  fc.assert(
    fc.property(numbers, fc.constantFrom('', '.0', '.00', ',0'), fc.boolean(), (number, float, hasPlus) => {
      const country = parsePhoneNumber(number)?.country ?? 'GB'
      const written = `${hasPlus ? '+' : ''}${number.slice(1)}${float}`
      expect(normalisePhone(written, country).phone).toBe(number)
      expect(normalisePhone(`${parsePhoneNumber(number)?.nationalNumber}${float}`, country).phone).toBe(
        number,
      )
    }),
  )
})

test('digits without a plus are never a number of another country', () => {
  const regions = fc.constantFrom('GB', 'US', 'DE', 'FR', 'ES', 'BR', 'IE', 'NL')
  const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 3, maxLength: 16 })
  fc.assert(
    fc.property(digits, regions, (written, region) => {
      const number = `0${written.join('').replace(/^0+/, '')}`
      // Americans dial 011 before the number of another country
      fc.pre(region !== 'US' || !number.startsWith('011'))
      const { phone } = normalisePhone(number, region)
      if (phone !== null) expect(phone).toMatch(new RegExp(`^\\+${getCountryCallingCode(region)}`))
    }),
    { numRuns: 1000 },
  )
})

test('a national number without a known region is not a phone number', () => {
  expect(normalisePhone('020 7946 0958', 'XX').phone_kind).toBe('invalid')
})

test.each([null, '', ' ', 'n/a', '-'])('%j is missing', (written) => {
  expect(normalisePhone(written, 'GB').phone_kind).toBe('missing')
})
