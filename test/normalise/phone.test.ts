import { expect, test } from 'vitest'
import { normalisePhone } from '../../normalise/phone.ts'

test.each([
  ['020 7946 0958', 'GB', '+442079460958', null, 'fixed'],
  ['+44 (0)20 7946 0958 ext. 12', 'GB', '+442079460958', '12', 'fixed'],
  ['Tel: 07911-123456', 'GB', '+447911123456', null, 'mobile'],
  ['7911123456', 'GB', '+447911123456', null, 'mobile'],
  ['447911123456', 'US', '+447911123456', null, 'mobile'],
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
  ...[
    '00000000000',
    '0123456789',
    '01234567890',
    '1234567890',
    '07777777777',
    '999',
    '4.47911E+11',
    'call me',
  ],
  ...['02079460958020794609580207946', '+999 123 456', 'jane@acme.com', '07911 0000000'],
])('%s cannot be called', (written) => {
  expect(normalisePhone(written, 'GB')).toEqual({ phone: null, phone_extension: null, phone_kind: 'invalid' })
})

test('a national number without a known region is not a phone number', () => {
  expect(normalisePhone('020 7946 0958', 'XX').phone_kind).toBe('invalid')
})

test.each([null, '', ' ', 'n/a', '-'])('%j is missing', (written) => {
  expect(normalisePhone(written, 'GB').phone_kind).toBe('missing')
})
