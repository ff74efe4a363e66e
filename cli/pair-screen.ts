import { company } from '#settings'
import type { Explanation } from '../stewardship/explain.ts'
import type { Weighing } from '../stewardship/weighing.ts'
import { plural, print, printTable } from './output.ts'

const write = (line: string) => print(`${line}\n`)

/** Prints two records side by side with equal values marked, then the values of all records of their customers. */
export function printSideBySide({ a, b, known }: Pick<Explanation, 'a' | 'b' | 'known'>): void {
  const line = (name: string, left: string, right: string) => [
    name,
    left,
    left !== '' && left === right ? '=' : '',
    right,
  ]
  const names = Object.keys(a.attributes).filter((name) => a.attributes[name] || b.attributes[name])
  printTable(
    ['', a.name, '', b.name],
    [
      line('record_key', a.recordKey, b.recordKey),
      line('customer_key', a.customerKey ?? '', b.customerKey ?? ''),
      line('joined by', a.joinedBy ?? '', b.joinedBy ?? ''),
      ...names.map((name) => line(name, a.attributes[name] ?? '', b.attributes[name] ?? '')),
    ],
  )
  if (a.customerKey === b.customerKey || Math.max(known.a.recordCount, known.b.recordCount) < 2) return
  const all = Object.keys(known.a.values).flatMap((name) => {
    const [left = [], right = []] = [known.a.values[name], known.b.values[name]]
    const both = left.filter((value) => right.includes(value))
    const one = [...both, ...left.filter((value) => !both.includes(value))].slice(0, maxValues)
    const other = [...both, ...right.filter((value) => !both.includes(value))].slice(0, maxValues)
    return Array.from({ length: Math.max(one.length, other.length) }, (_, at) =>
      line(at === 0 ? name : '', one[at] ?? '', other[at] ?? ''),
    )
  })
  write('')
  printTable(
    [
      '',
      `customer's ${plural(known.a.recordCount, 'record')}`,
      '',
      `customer's ${plural(known.b.recordCount, 'record')}`,
    ],
    all,
  )
}

/** How many values of one attribute are listed. */
const maxValues = 6

/** Prints the level and weight of each comparison, the prior, and the match weight. */
export function printWeighing({ comparisons, prior, priorWeight, weight, probability }: Weighing): void {
  printTable(
    ['comparison', 'one', 'other', 'level', 'm', 'u', 'weight', 'rarity'],
    [
      ...comparisons.map((one) => [
        one.comparison,
        shortened(one.a ?? ''),
        shortened(one.b ?? ''),
        one.label,
        one.level === 0 ? '' : one.m.toPrecision(3),
        one.level === 0 ? '' : one.u.toPrecision(3),
        signed(one.weight),
        one.termWeight === 0 ? '' : signed(one.termWeight),
      ]),
      ['prior', '', '', `1 in ${oneIn(prior)}`, '', '', signed(priorWeight), ''],
      ['match weight', '', '', `probability ${formatProbability(probability)}`, '', '', signed(weight), ''],
    ],
  )
}

/** Prints what brought two records together or kept them apart, what was decided, and the outcome. */
export function printReasons(explanation: Explanation): void {
  const { thresholds, weight, meetings } = explanation
  const place =
    weight >= thresholds.link
      ? linkOutcome(explanation)
      : weight >= thresholds.review
        ? `between ${thresholds.review} and ${thresholds.link}: needs review`
        : `below ${thresholds.review}: two people`
  write(`\nThresholds   ${place}`)
  for (const { name, kind, outcome, value, why, joins } of meetings) {
    if (outcome === 'differs' || outcome === 'missing') continue
    const effect =
      outcome === 'shared'
        ? joins
          ? 'joins them on its own'
          : 'brings them to comparison'
        : `ignored, ${why}`
    write(`Shared       ${kind} ${name}: ${value} (${effect})`)
  }
  if (!explanation.wasCompared) {
    const list = (outcome: string) =>
      meetings
        .filter((meeting) => meeting.outcome === outcome)
        .map(({ name }) => name)
        .join(', ') || 'none'
    write('Compared     no: they share no identifier and no blocking rule')
    write(`             different values: ${list('differs')}; missing values: ${list('missing')}`)
  }
  if (explanation.forbidden) write(`Forbidden    by the cannot-link rule "${explanation.forbidden}"`)
  if (explanation.decision) {
    const { verdict, decidedBy, decidedAt, reason, decision } = explanation.decision
    const because = reason ? `: ${reason}` : ''
    write(`Decided      ${verdict}, by ${decidedBy} on ${day(decidedAt)}${because} (${decision})`)
  }
  if (explanation.review) write(`In review    ${explanation.review}`)
  if (explanation.isOneCustomer && !explanation.path) write('Links        not available until the next build')
  write(`Now          ${explanation.isOneCustomer ? 'one customer' : 'two customers'}`)
  for (const { from, to, by, weight: linked } of explanation.path ?? []) {
    write(`             ${from} to ${to} by ${by}${linked === null ? '' : ` (weight ${linked.toFixed(2)})`}`)
  }
  if (explanation.pairCount > 1)
    write(`Shown        the pair with the highest weight of ${explanation.pairCount} pairs of records`)
}

function linkOutcome({ thresholds, needed }: Explanation): string {
  if (needed === null) return `at or above ${thresholds.link}: enough to link`
  return `at or above ${thresholds.link}, but none of ${needed.join(', ')} agrees: needs review`
}

export function day(instant: Date | string): string {
  return new Date(instant).toISOString().slice(0, 10)
}

export function signed(weight: number): string {
  return `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(2)}`
}

function oneIn(probability: number): string {
  return Math.round(1 / probability).toLocaleString(company.locale)
}

/** Never 0 and never 1, because a weight is evidence, not proof. */
export function formatProbability(probability: number): string {
  if (probability > 0.9999) return 'over 0.9999'
  return probability < 0.0001 ? 'under 0.0001' : probability.toFixed(4)
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
