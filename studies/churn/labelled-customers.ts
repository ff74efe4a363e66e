import type { DecimalMark } from '../../engine/declare/written-amount.ts'
import type { DayOrder } from '../lifetime-value/written-days.ts'
import { type CustomerTable, customerTable } from './features.ts'
import { isLabel, type Labels, labelsOf } from './labels.ts'
import { splitRows } from './split.ts'
import type { Subject } from './study.ts'
import { readTable, type Table } from './table.ts'

export interface LabelledOptions {
  readonly label?: string
  /** The label that means left; all others then mean stayed. */
  readonly churned?: string
  readonly customer?: string
  readonly time?: string
  readonly features?: readonly string[]
  readonly delimiter?: string
  readonly decimal?: DecimalMark
  readonly dayOrder?: DayOrder
}

export interface LabelledCustomers {
  readonly table: Pick<Table, 'rows' | 'leftOut'>
  readonly customers: Omit<CustomerTable, 'features' | 'customers' | 'days'>
  readonly labels: Omit<Labels, 'outcomes'>
  /** What names each row: its customer, or its number. */
  readonly names: readonly string[]
  readonly subject: Subject
}

/**
 * Reads a file of customers with labels. Rows without a label are neither learnt from nor judged by, but can be scored.
 *
 * Errors: `churn-unreadable`, `decimal-mark`, and those of any file.
 */
export async function readLabelled(file: string, options: LabelledOptions = {}): Promise<LabelledCustomers> {
  const table = await readTable(file, isLabel(options.label), options.delimiter)
  const { outcomes, ...labels } = labelsOf(file, table, options)
  const { features, customers, days, ...read } = customerTable(file, table, {
    ...options,
    label: labels.column,
  })
  const labelled = Uint32Array.from(outcomes.keys()).filter((row) => {
    return !Number.isNaN(outcomes[row]) && !Number.isNaN(days?.[row] ?? 0)
  })
  const untimed = table.rows - labels.unknownRows - labelled.length
  const contentOf = (row: number) =>
    table.columns.map(({ values, codes }) => values[codes[row] ?? 0] ?? '').join('\u0000')
  const nameOf = (row: number) => customers?.[row] ?? contentOf(row)
  const numbers = new Map<string, number>()
  const groups = Uint32Array.from(outcomes.keys(), (row) => {
    const name = customers?.[row]
    if (name === undefined) return row
    const known = numbers.get(name) ?? numbers.size
    numbers.set(name, known)
    return known
  })
  return {
    table: { rows: table.rows, leftOut: table.leftOut },
    customers: {
      ...read,
      notes: [
        ...read.notes,
        ...(untimed > 0 ? [`${untimed} rows without ${read.timeColumn} are not learnt from`] : []),
      ],
    },
    labels,
    names: Array.from(outcomes.keys(), (row) => customers?.[row] ?? String(row + 1)),
    subject: {
      features,
      outcomes,
      split: splitRows(labelled, nameOf, days),
      groups,
      isAsked: options.features !== undefined,
    },
  }
}
