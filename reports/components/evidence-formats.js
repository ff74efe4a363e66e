/**
 * What `fmt=money` and the like write in Evidence's own components: the same as pages do, in the locale and currency of
 * the company. Evidence's own formats are those of Excel, which know neither.
 */
import {
  count,
  day,
  decimal,
  money,
  moneyExact,
  month,
  percent,
  points,
  precise,
  shortMoney,
} from './format.js'

const numbers = {
  count,
  decimal,
  money,
  money_exact: moneyExact,
  money_short: shortMoney,
  percent,
  points,
  precise,
}
// Evidence gives a day as midnight on the clocks of the reader, and pages write days by UTC
const inUtc = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
const dates = {
  day: (value) => day(value instanceof Date ? inUtc(value) : value),
  month: (value) => month(value instanceof Date ? inUtc(value) : value),
}

/** Evidence's way to say that a function writes the value. */
const formatsOf = (valueType, writers) =>
  Object.entries(writers).map(([formatTag, write]) => ({
    formatTag,
    formatCode: 'auto',
    valueType,
    _autoFormat: { autoFormatFunction: write },
  }))

export const evidenceFormats = [...formatsOf('number', numbers), ...formatsOf('date', dates)]
