/** How figures are written in every page. The reporting currency of the warehouse is the pound. */
const CURRENCY = 'GBP'

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
const pounds = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: CURRENCY,
  maximumFractionDigits: 0,
  // No sign before what is rounded to nothing.
  signDisplay: 'negative',
})
const pence = new Intl.NumberFormat('en-GB', { style: 'currency', currency: CURRENCY })
const percentage = new Intl.NumberFormat('en-GB', {
  style: 'percent',
  signDisplay: 'negative',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
// Days and instants are UTC in the warehouse: shown in the reader's zone, a month could become the one before.
const date = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const monthAndYear = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' })

const shown = (write) => (value) => (value === null || value === undefined ? '–' : write(value))

export const count = shown((value) => whole.format(value))
export const decimal = shown((value) => tenth.format(value))
export const money = shown((value) => pounds.format(value))
export const moneyExact = shown((value) => pence.format(value))
export const percent = shown((value) =>
  value > 0 && value < 0.0005 ? 'less than 0.1%' : percentage.format(value),
)
export const day = shown((value) => date.format(new Date(value)))
export const shortDay = shown((value) => shortDate.format(new Date(value)))
export const month = shown((value) => monthAndYear.format(new Date(value)))
export const timeOfDay = shown((value) => `${clock.format(new Date(value))} UTC`)

export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`

/** Money on an axis, in the format codes that Evidence takes. */
export const axisMoney = '[>=1000000]"£"0.0,,"M";[>=1000]"£"#,##0,"k";"£"#,##0'

/** The warehouse names its buckets in plain numbers: '100 to 250' is £100 to £250. */
export const moneyBucket = (name) => name.replace(/\d[\d,]*/g, '£$&')

/** Hours as people say them. */
export function duration(hours) {
  if (hours < 1) return plural(Math.max(0, Math.round(hours * 60)), 'minute')
  if (hours < 48) return plural(Math.round(hours), 'hour')
  return plural(Math.round(hours / 24), 'day')
}
