import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantIn } from '#engine'

const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC']

test.each([
  ['Europe/London', '2026-01-15 09:30', '2026-01-15T09:30:00.000Z'],
  ['Europe/London', '2026-06-30', '2026-06-29T23:00:00.000Z'],
  ['Europe/London', '2026-06-30 09:30:15', '2026-06-30T08:30:15.000Z'],
  ['America/New_York', '2026-06-30T09:30', '2026-06-30T13:30:00.000Z'],
  // a time shown twice in autumn means the first; a time skipped in spring is read with the offset before the change
  ['Europe/London', '2026-10-25 01:30', '2026-10-25T00:30:00.000Z'],
  ['Europe/London', '2026-03-29 01:30', '2026-03-29T01:30:00.000Z'],
])('%s: %s is %s', (zone, text, instant) => {
  expect(instantIn(zone, text)).toBe(instant)
})

test.each([
  '2026-02-30 10:00',
  '2026-01-01 25:00',
  '2026-01-01 10:75',
  '31/12/2026',
  '',
  '2026-01-01T10:00:00Z',
])('text that is not a local time is returned unchanged: %j', (text) => {
  expect(instantIn('Europe/London', text)).toBe(text)
})

test('clocks show the local time at the instant, for every local time that exists', () => {
  const moments = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.constantFrom(...zones), moments, (timeZone, moment) => {
      const shown = (instant: Date) => instant.toLocaleString('sv-SE', { timeZone })
      const written = shown(moment)
      expect(shown(new Date(instantIn(timeZone, written)))).toBe(written)
    }),
  )
})
