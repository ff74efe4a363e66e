import { type Column, refused, type Table } from './table.ts'

/** How exports write that there is no value. */
export const missing = /^(?:|na|n\/a|nan|null|\?|#n\/a)$/i

const left = new Set([
  ...['yes', 'y', 'true', 't', '1', 'churned', 'churn', 'left', 'leaver', 'exited', 'lost', 'lapsed', 'gone'],
  ...['cancelled', 'canceled', 'attrited', 'attrited customer', 'closed', 'terminated', 'churner'],
])
const stayed = new Set([
  ...['no', 'n', 'false', 'f', '0', '-1', 'stayed', 'retained', 'active', 'current', 'existing', 'renewed'],
  ...[
    'existing customer',
    'kept',
    'loyal',
    'not churned',
    'non-churn',
    'no churn',
    'not churn',
    'nonchurner',
  ],
])
/** These say yes or no to the question that the name of the column asks. */
const answers = new Set(['yes', 'y', 'true', 't', '1', 'no', 'n', 'false', 'f', '0', '-1'])

/** Names of columns that ask who stayed, and not who left. */
const asksWhoStayed =
  /retain|retention|renew|repeat|again|stay|active|return(?:ed|ing)|loyal|repurchas|bought|purchas|reorder/i
const asksWhoLeft = /churn|attrit|inactive|exit|left|lapse|cancel|lost|not|non|no[_ ]/i

const usualLabels =
  /^(?:is|has)?(?:churn(?:ed|er|label|flag|value)?|exited|attrition(?:flag)?|left|label|target)$/

/** Which column holds the labels, and what its values mean: 1 is left, 0 stayed, NaN not known. */
export interface Labels {
  readonly column: string
  readonly outcomes: Float64Array
  /** In words, how each value was read. */
  readonly meaning: string
  readonly unknownRows: number
}

export function isLabel(label: string | undefined): (name: string) => boolean {
  if (label !== undefined) return (name) => name.toLowerCase() === label.trim().toLowerCase()
  return (name) => usualLabels.test(name.toLowerCase().replace(/[\s_.-]/g, ''))
}

/** Errors: `churn-unreadable` if several columns could hold the labels, or a value could mean either. */
export function labelsOf(
  file: string,
  { columns, rows }: Table,
  { label, churned }: { readonly label?: string; readonly churned?: string },
): Labels {
  const found = columns.filter(({ name }) => isLabel(label)(name))
  const [column] = found
  if (!column || found.length > 1) {
    const names = found.map(({ name }) => name).join(' and ')
    throw refused(file, `the columns ${names} can each hold the labels`, 'Say which with --label.')
  }
  const outcomeOf = outcomesBy(file, column, churned)
  const outcomes = Float64Array.from(column.codes, (code) => outcomeOf[code] ?? Number.NaN)
  const used = new Set(column.codes)
  const named = (outcome: number) =>
    column.values.filter((_, code) => used.has(code) && outcomeOf[code] === outcome).join(', ')
  const unknownRows = outcomes.reduce((sum, outcome) => sum + (Number.isNaN(outcome) ? 1 : 0), 0)
  const leavers = outcomes.reduce((sum, outcome) => sum + (outcome === 1 ? 1 : 0), 0)
  if (leavers === 0 || leavers + unknownRows === rows) {
    throw refused(
      file,
      `all labels of ${column.name} mean the same: ${shown(column)}`,
      'A model needs customers who left and customers who stayed.',
    )
  }
  return {
    column: column.name,
    outcomes,
    meaning: `${column.name}: ${named(1)} means left, ${named(0)} means stayed`,
    unknownRows,
  }
}

function outcomesBy(file: string, column: Column, churned: string | undefined): number[] {
  const plain = (value: string) =>
    value
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/^(-?\d)\.0+$/, '$1')
  if (churned !== undefined) {
    if (!column.values.some((value) => plain(value) === plain(churned)))
      throw refused(file, `no label is ${churned}`, `The labels are ${shown(column)}.`)
    return column.values.map((value) =>
      missing.test(value) ? Number.NaN : Number(plain(value) === plain(churned)),
    )
  }
  const isTurned = asksWhoStayed.test(column.name) && !asksWhoLeft.test(column.name)
  return column.values.map((value) => {
    if (missing.test(value)) return Number.NaN
    const word = plain(value)
    const turned = isTurned && answers.has(word)
    if (left.has(word)) return turned ? 0 : 1
    if (stayed.has(word)) return turned ? 1 : 0
    throw refused(
      file,
      `"${value}" in ${column.name} may mean that the customer left or stayed`,
      `Say which value means left with --churned; all others then mean stayed. The labels are ${shown(column)}.`,
    )
  })
}

function shown({ values }: Column): string {
  const some = values.slice(0, 8).map((value) => (value === '' ? '(empty)' : value))
  return values.length > 8 ? `${some.join(', ')} and ${values.length - 8} more` : some.join(', ')
}
