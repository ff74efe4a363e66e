import { company } from '#settings'

/** How every page of a customer writes numbers, amounts and dates: in the locale, currency and time zone of the company. */
const { locale, currency, timeZone } = company
const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options)

const whole = number({ maximumFractionDigits: 0 })
const tenths = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 })
const wholeMoney = number({ style: 'currency', currency, maximumFractionDigits: 0, signDisplay: 'negative' })
const exactMoney = number({ style: 'currency', currency })
const percentage = number({ style: 'percent', maximumFractionDigits: 1 })
const bits = number({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' })
const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
// a day of the warehouse is midnight in UTC: in another zone it could become the day before
const ofWarehouse = date({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const here = date({ day: 'numeric', month: 'short', year: 'numeric', timeZone })
const clock = date({ hour: '2-digit', minute: '2-digit', timeZone })
const clockAndZone = date({ hour: '2-digit', minute: '2-digit', timeZone, timeZoneName: 'short' })

type Figure = number | string | null | undefined
const orDash = (write: (value: number) => string) => (value: Figure) =>
  value === null || value === undefined || value === '' ? '–' : write(Number(value))

export const count = orDash((value) => whole.format(value))
export const decimal = orDash((value) => tenths.format(value))
export const money = orDash((value) => wholeMoney.format(value))
export const exact = orDash((value) => exactMoney.format(value))
export const percent = orDash((value) => percentage.format(value))
/** A weight of evidence, always with its sign. */
export const weight = orDash((value) => bits.format(value))

/** A probability is never written as certain, because a weight is evidence, not proof. */
export const probability = orDash((value) => {
  if (value > 0.9999) return `over ${number({ style: 'percent', maximumFractionDigits: 2 }).format(0.9999)}`
  return value < 0.0001
    ? `under ${number({ style: 'percent', maximumFractionDigits: 2 }).format(0.0001)}`
    : number({ style: 'percent', maximumFractionDigits: 2 }).format(value)
})

export const plural = (value: number, one: string, many = `${one}s`) =>
  `${count(value)} ${value === 1 ? one : many}`

/** A day of the warehouse, such as `2026-10-31`. */
export const day = (value: string | null | undefined) => (value ? ofWarehouse.format(new Date(value)) : '–')
/** The day of an instant, on the calendar of the company. */
export const dayOf = (value: Date | string | null | undefined) => (value ? here.format(new Date(value)) : '–')
export const timeOf = (value: Date | string) => clock.format(new Date(value))
export const instant = (value: Date | string | null | undefined) =>
  value ? `${here.format(new Date(value))}, ${clockAndZone.format(new Date(value))}` : '–'
