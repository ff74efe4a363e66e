import type { Judgement } from '../studies/churn/judge.ts'
import type { LabelledCustomers } from '../studies/churn/labelled-customers.ts'
import type { PurchaseCases } from '../studies/churn/purchase-cases.ts'
import type { ChurnStudy } from '../studies/churn/study.ts'
import type { CustomerFile } from '../studies/lifetime-value/read.ts'
import { count, plural, print, printTable } from './output.ts'

const shownDrivers = 15

export function printChurn({ table, customers, labels }: LabelledCustomers, study: ChurnStudy): void {
  line(`${plural(table.rows, 'row')}. ${labels.meaning}`)
  if (labels.unknownRows > 0) line(`${plural(labels.unknownRows, 'row')} without a label: not learnt from`)
  for (const { reason, rows, firstLine } of table.leftOut)
    line(`Left out: ${plural(rows, 'row')}, because ${reason} (first in line ${count(firstLine)})`)
  for (const note of customers.notes) line(`${note}.`)
  for (const { name, because } of [...customers.unused, ...study.unused])
    line(`Not used: ${name}, because ${because}`)
  printStudy(study)
}

export function printPurchaseChurn(
  { rows, columns, leftOut }: Pick<CustomerFile, 'rows' | 'columns' | 'leftOut'>,
  cases: PurchaseCases,
  study: ChurnStudy,
): void {
  const { horizon, first, until, trainingDays, holdoutDay, lapsed } = cases
  const read = Object.entries(columns).map(([role, column]) => `${role} from ${column}`)
  line(`${plural(rows, 'purchase')} from ${first} to ${until}: ${read.join(', ')}`)
  for (const { reason, rows: left } of leftOut) line(`Left out: ${plural(left, 'row')}, because ${reason}`)
  line(`To leave is to buy nothing for ${plural(horizon, 'day')}`)
  line(
    `Learnt from customers as they were on ${plural(trainingDays.length, 'day')}: ${trainingDays.toReversed().join(', ')}`,
  )
  if (lapsed > 0)
    line(`Left out: ${plural(lapsed, 'customer')} who had bought nothing for a year by ${holdoutDay}`)
  for (const { name, because } of study.unused) line(`Not used: ${name}, because ${because}`)
  printStudy(study)
}

function printStudy({ split, training, model, verdict, drivers }: ChurnStudy): void {
  line(`\nHeld out: ${split}`)
  line(
    `Learnt from ${plural(training.rows, 'row')}, of whom ${count(training.leavers)} left; judged on ` +
      `${count(verdict.rows)}, of whom ${count(verdict.leavers)} left (${share(verdict.leavers / verdict.rows)})`,
  )
  line(
    `Logistic regression, ${model.fit.status}; L2 penalty ${model.ridge} by cross-validation: ` +
      model.trials.map(({ ridge, logLoss }) => `${ridge} ${logLoss.toFixed(4)}`).join(', '),
  )
  line('\nOn what was held out')
  printJudgements(verdict.judgements)
  line(verdict.inWords)
  if (verdict.deciles.length > 0) {
    line('\nCalibration, by tenth of what was held out, the likeliest to leave first')
    printTable(
      ['tenth', 'rows', 'predicted', 'left', 'lift', 'of all who left so far'],
      verdict.deciles.map((bin, i) => [
        String(i + 1),
        bin.count.toFixed(1),
        share(bin.meanProbability),
        share(bin.observedShare),
        fixed(bin.lift, 2),
        bin.captured === null ? '–' : share(bin.captured),
      ]),
    )
  }
  line(
    '\nDrivers: odds of leaving, everything else equal; the strongest first. They go with leaving, and need not cause it',
  )
  printTable(
    ['feature', 'strength', 'compared', 'odds', 'from', 'to'],
    drivers
      .slice(0, shownDrivers)
      .flatMap(({ feature, strength, effects }) =>
        effects.map(({ value, against, oddsRatio, lower, upper, isClear }, i) => [
          i === 0 ? feature : '',
          i === 0 ? strength.toFixed(3) : '',
          `${value} rather than ${against}${isClear ? '' : ' (not clear)'}`,
          ratio(oddsRatio),
          ratio(lower),
          ratio(upper),
        ]),
      ),
  )
  if (drivers.length > shownDrivers)
    line(`and ${plural(drivers.length - shownDrivers, 'weaker feature')}; --json has all`)
  const missing = drivers.filter((driver) => driver.missing > 0)
  if (missing.length > 0)
    line(
      `Missing in the training: ${missing.map((driver) => `${driver.feature} ${count(driver.missing)}`).join(', ')}`,
    )
}

function printJudgements(judgements: readonly Judgement[]): void {
  printTable(
    [
      '',
      'AUC',
      'from',
      'to',
      'lift at 10 %',
      'log loss',
      'Brier',
      'slope',
      'intercept',
      'model better by',
      'at least',
    ],
    judgements.map((one) => [
      one.name,
      one.auc.toFixed(4),
      one.aucLower.toFixed(4),
      one.aucUpper.toFixed(4),
      fixed(one.liftAtTenth, 2),
      one.logLoss.toFixed(4),
      one.brier.toFixed(4),
      fixed(one.slope, 3),
      fixed(one.intercept, 3),
      fixed(one.modelAdvantage, 4),
      fixed(one.modelAdvantageLower, 4),
    ]),
  )
}

function share(part: number): string {
  return `${(100 * part).toFixed(1)} %`
}

function ratio(odds: number): string {
  return odds >= 1000 || odds < 0.001 ? odds.toExponential(1) : odds.toFixed(3)
}

function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits)
}

function line(text: string): void {
  print(`${text}\n`)
}
