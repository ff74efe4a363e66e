/** How every page writes numbers, amounts and dates: in the locale, currency and time zone of the company. */
import { company } from './company.js'

const { locale, currency, timeZone } = company
const number = (options) => new Intl.NumberFormat(locale, options)
// no minus sign before what is rounded to zero
const withoutMinusZero = { signDisplay: 'negative' }

const whole = number({ maximumFractionDigits: 0 })
const tenths = number({ maximumFractionDigits: 1 })
const hundredths = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 })
const thousandths = number({ minimumFractionDigits: 3, maximumFractionDigits: 3 })
const wholeMoney = number({ style: 'currency', currency, maximumFractionDigits: 0, ...withoutMinusZero })
const exactMoney = number({ style: 'currency', currency })
const compactMoney = number({ style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1 })
const percentage = number({
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  ...withoutMinusZero,
})
const wholePercentage = number({ style: 'percent', maximumFractionDigits: 0 })
const fourDigits = number({ minimumFractionDigits: 4, maximumFractionDigits: 4 })

const dateFormat = (options) => new Intl.DateTimeFormat(locale, options)
// a day of the warehouse comes as midnight in UTC: in another zone it could become the day before
const date = dateFormat({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const monthAndYear = dateFormat({ month: 'long', year: 'numeric', timeZone: 'UTC' })
const shortDate = dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone })
const clock = dateFormat({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone })

const orDash = (write) => (value) => (value === null || value === undefined ? '–' : write(value))

export const count = orDash((value) => whole.format(value))
export const decimal = orDash((value) => tenths.format(value))
/** With two digits, such as a mean rank. */
export const precise = orDash((value) => hundredths.format(value))
export const money = orDash((value) => wholeMoney.format(value))
export const moneyExact = orDash((value) => exactMoney.format(value))
/** `$1.2K`, where there is little room. */
export const shortMoney = orDash((value) => compactMoney.format(value))
/** An amount that is not in the company's currency. */
export const moneyIn = (value, currency) => {
  if (value === null || value === undefined) return 'amount not known'
  // a currency that a source invented has no format of its own
  return /^[A-Z]{3}$/.test(currency)
    ? number({ style: 'currency', currency, currencyDisplay: 'code' }).format(value)
    : `${hundredths.format(value)} ${currency}`
}
export const percent = orDash((value) =>
  value > 0 && value < 0.0005 ? `less than ${percentage.format(0.001)}` : percentage.format(value),
)
/** A share to four digits, rounded down: 0.99999 is not 1. */
export const share = orDash((value) => fourDigits.format(Math.floor(value * 10_000 + 1e-6) / 10_000))
/** A day of the warehouse, such as a sale's. */
export const day = orDash((value) => date.format(new Date(value)))
/** A difference of two shares, in points of percent. */
export const points = orDash((value) => `${value > 0 ? '+' : ''}${tenths.format(value * 100)} points`)
export const month = orDash((value) => monthAndYear.format(new Date(value)))
/** A period by its first day: `October 2026`, `Q4 2026` or `2026`. */
export function periodName(firstDay, period) {
  if (firstDay === null || firstDay === undefined) return '–'
  const start = new Date(firstDay)
  if (period === 'month') return month(start)
  return period === 'quarter'
    ? `Q${start.getUTCMonth() / 3 + 1} ${start.getUTCFullYear()}`
    : `${start.getUTCFullYear()}`
}
/** The day and the time of an instant, on the clocks of the company. */
export const dayOf = orDash((value) => shortDate.format(new Date(value)))
export const timeOf = orDash((value) => clock.format(new Date(value)))

/** How a member is written, by what Cube says about it (a row of cube.definitions). */
export function formatOf(definition, { isExact = false } = {}) {
  if (definition?.format === 'percent') return percent
  if (definition?.format === 'currency') return isExact ? moneyExact : money
  return isExact ? decimal : count
}

export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`

/** From little to much, in light and dark, with text that stays legible on it. */
export const shades = [
  ['#f3faf9', '#131d22'],
  ['#8ccfc6', '#17605a'],
]
/** Behind a number in a table. */
export const barShade = ['#cfe6e2', '#1c4744']

/** Cube names its bands in plain numbers: '1,000 to 2,500' is '$1,000 to $2,500'. */
export const moneyBand = (name) =>
  name.replace(/\d[\d,]*/g, (digits) => money(Number(digits.replaceAll(',', ''))))

/** Hours as people say them. */
export function duration(hours) {
  if (hours < 1) return plural(Math.max(0, Math.round(hours * 60)), 'minute')
  if (hours < 48) return plural(Math.round(hours), 'hour')
  return plural(Math.round(hours / 24), 'day')
}

/** How the axis of a chart and its tooltip write a value. */
export const onAxis = {
  count: { axis: count, value: count },
  money: { axis: shortMoney, value: money },
  percent: { axis: (value) => wholePercentage.format(value), value: percent },
  tenths: { axis: decimal, value: decimal },
  hundredths: { axis: precise, value: (value) => fourDigits.format(value) },
  thousandths: { axis: (value) => thousandths.format(value), value: (value) => fourDigits.format(value) },
  text: { axis: (value) => value, value: (value) => value },
  tenth: { axis: (value) => value, value: (value) => `Tenth ${value}` },
  /** ECharts places its ticks by the clocks of the reader. */
  month: { axis: monthTick, value: month },
}

const tickYear = dateFormat({ year: 'numeric' })
const tickMonth = dateFormat({ month: 'short' })

function monthTick(value) {
  const tick = new Date(value)
  return tick.getMonth() === 0 ? tickYear.format(tick) : tickMonth.format(tick)
}

/** Options of a chart whose axes are written in the company's locale; Evidence itself writes English. */
export function chartOptions(x, y, more = {}) {
  return {
    backgroundColor: 'transparent',
    ...more,
    xAxis: { ...more.xAxis, axisLabel: { formatter: x.axis } },
    yAxis: { axisLabel: { formatter: y.axis } },
    tooltip: { formatter: (points) => tooltip(points, x, y) },
  }
}

/** Options of a bar chart with swapXY: names beside the bars, amounts below them. */
export function barsAcross(amount) {
  return {
    backgroundColor: 'transparent',
    xAxis: { axisLabel: { formatter: amount.axis, hideOverlap: true } },
    tooltip: {
      formatter: (points) =>
        tooltip(
          points.map((point) => ({ ...point, value: [point.value[1], point.value[0]] })),
          onAxis.text,
          amount,
        ),
    },
  }
}

/** Options of a heat map, whose empty cells are as the panel. */
export const gridOptions = {
  backgroundColor: 'transparent',
  xAxis: { splitArea: { show: false } },
  yAxis: { splitArea: { show: false } },
}

function tooltip(points, x, y) {
  const [first] = points
  if (!first) return ''
  const lines = points.map(({ marker, seriesName, value }) => {
    const amount = `<span style="float: right; margin-left: 10px">${y.value(value[1])}</span>`
    return points.length > 1 ? `${marker} ${seriesName}${amount}` : amount
  })
  return `<b>${x.value(first.value[0])}</b><br>${lines.join('<br>')}`
}
