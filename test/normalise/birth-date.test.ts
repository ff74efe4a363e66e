import { expect, test } from 'vitest'
import { normaliseBirthDate } from '../../normalise/birth-date.ts'

const today = '2026-11-22'

test.each([
  ...[
    '1980-04-03',
    '1980/4/3',
    '1980-04-03T00:00:00.000Z',
    '19800403',
    '03/04/1980',
    '3.4.1980',
    '03041980',
  ].map((written) => [written, 'GB']),
  ...['3rd April 1980', '3-APR-80', 'April 3, 1980', 'Thursday, 3 April 1980', '323568000000'].map(
    (written) => [written, 'GB'],
  ),
  ['04/03/1980', 'US'],
  ['3. April 1980', 'DE'],
  ['3 avril 1980', 'FR'],
  ['3 de abril de 1980', 'ES'],
  ['3 aprile 1980', 'IT'],
  ['3 kwietnia 1980', 'PL'],
])('%s in %s is 3 April 1980', (written, region) => {
  expect(normaliseBirthDate(written, { region, today })).toEqual({
    birth_date: '1980-04-03',
    birth_date_quality: 'given',
  })
})

test.each([
  ['12/31/1980', 'GB', '1980-12-31'],
  ['31/12/1980', 'US', '1980-12-31'],
  ['29/02/1980', 'GB', '1980-02-29'],
  ['22/11/2026', 'GB', today],
  ['22/11/1906', 'GB', '1906-11-22'],
  ['5 août 1970', 'FR', '1970-08-05'],
  ['5. März 1970', 'DE', '1970-03-05'],
])('%s in %s', (written, region, birth_date) => {
  expect(normaliseBirthDate(written, { region, today })).toEqual({ birth_date, birth_date_quality: 'given' })
})

test.each([
  ['1980-01-01', '1980-01-01'],
  ['1900-01-01', '1900-01-01'],
  ['1900-06-15', '1900-06-15'],
  ['01/01/70', '1970-01-01'],
  ['12/05/20', '2020-05-12'],
])('%s is suspect', (written, birth_date) => {
  expect(normaliseBirthDate(written, { region: 'GB', today })).toEqual({
    birth_date,
    birth_date_quality: 'suspect',
  })
})

test.each([
  ...[
    '29/02/1981',
    '1981-02-30',
    '31/11/1980',
    '13/13/1980',
    '2026-11-23',
    '2030-01-02',
    '1890-05-05',
    '1905-11-22',
  ],
  ...[
    '0001-01-01',
    '0000-09-21',
    'hello',
    '1980',
    '12/1980',
    '29221',
    '1980-04-03-05',
    'April 1980',
    '99999999',
  ],
])('%s is refused', (written) => {
  expect(normaliseBirthDate(written, { region: 'GB', today })).toEqual({
    birth_date: null,
    birth_date_quality: 'refused',
  })
})

test.each([null, '', 'N/A', '0000-00-00', '00/00/0000'])('%j is missing', (written) => {
  expect(normaliseBirthDate(written, { region: 'GB', today }).birth_date_quality).toBe('missing')
})
