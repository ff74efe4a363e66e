import type { CustomerFile } from '../lifetime-value/read.ts'
import type { UnusedColumn } from './features.ts'
import type { LabelledCustomers } from './labelled-customers.ts'
import { probabilitiesOf } from './model.ts'
import type { PurchaseCases } from './purchase-cases.ts'
import type { ChurnStudy } from './study.ts'

/** Everything that was found, for programs. */
export function churnDocument({ table, customers, labels }: LabelledCustomers, study: ChurnStudy): object {
  return {
    file: {
      rows: table.rows,
      leftOut: table.leftOut,
      labels,
      customer: customers.customerColumn,
      time: customers.timeColumn,
      notes: customers.notes,
    },
    ...findingsOf(study, customers.unused),
  }
}

/** The same for a file of purchases. */
export function purchaseDocument(
  { rows, columns, leftOut }: Pick<CustomerFile, 'rows' | 'columns' | 'leftOut'>,
  { names: _, subject: __, ...period }: PurchaseCases,
  study: ChurnStudy,
): object {
  return { file: { rows, columns, leftOut }, ...period, ...findingsOf(study, []) }
}

function findingsOf(study: ChurnStudy, unread: readonly UnusedColumn[]) {
  const { model, verdict, unused, drivers, ...others } = study
  const { fit, scale, ridge, trials } = model
  return {
    ...others,
    holdout: { rows: verdict.rows, leavers: verdict.leavers },
    judgements: verdict.judgements,
    deciles: verdict.deciles,
    isBetter: verdict.isBetter,
    verdict: verdict.inWords,
    model: {
      method: 'L2-penalised logistic regression, probabilities scaled by Platt',
      status: fit.status,
      penalty: ridge,
      penalties: trials,
      calibration: scale,
      intercept: fit.intercept,
      coefficients: [...fit.coefficients],
    },
    drivers,
    unused: [...unread, ...unused],
  }
}

/** One row for each row of the file, in its order: also for those without a label. */
export function* churnScoreLines(
  { names, subject }: Pick<LabelledCustomers, 'names' | 'subject'>,
  { model }: ChurnStudy,
): Generator<string> {
  yield 'customer,part,left,churn_probability\n'
  const { training, holdout } = subject.split
  const partOf = new Map<number, string>()
  for (const row of training) partOf.set(row, 'training')
  for (const row of holdout) partOf.set(row, 'holdout')
  const batch = 10_000
  for (let from = 0; from < names.length; from += batch) {
    const rows = Uint32Array.from({ length: Math.min(batch, names.length - from) }, (_, i) => from + i)
    const probabilities = probabilitiesOf(model, rows)
    for (const [i, row] of rows.entries()) {
      const left = Number.isNaN(subject.outcomes[row]) ? '' : String(subject.outcomes[row])
      yield `${quoted(names[row] ?? '')},${partOf.get(row) ?? ''},${left},${probabilities[i]?.toFixed(6)}\n`
    }
  }
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
