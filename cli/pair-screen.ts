import { company } from '#settings'
import type { Explanation } from '../stewardship/explain.ts'
import type { Weighing } from '../stewardship/weighing.ts'
import { plural, printTable } from './output.ts'

const write = (line: string) => process.stdout.write(`${line}\n`)

/** Two records beside each other, equal values marked; then what their people are known by from all records. */
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
    const one = [...both, ...left.filter((value) => !both.includes(value))].slice(0, mostValues)
    const other = [...both, ...right.filter((value) => !both.includes(value))].slice(0, mostValues)
    return Array.from({ length: Math.max(one.length, other.length) }, (_, at) =>
      line(at === 0 ? name : '', one[at] ?? '', other[at] ?? ''),
    )
  })
  write('')
  printTable(
    [
      '',
      `all of ${plural(known.a.recordCount, 'record')}`,
      '',
      `all of ${plural(known.b.recordCount, 'record')}`,
    ],
    all,
  )
}

/** Values of one attribute that are listed. */
const mostValues = 6

/** Which level each comparison fell on, and what that says. */
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
      ['match weight', '', '', `probability ${inWords(probability)}`, '', '', signed(weight), ''],
    ],
  )
}

/** How two records met or did not, what was decided, and what came of it. */
export function printReasons(one: Explanation): void {
  const { thresholds, weight, meetings } = one
  const place =
    weight >= thresholds.link
      ? linkedInWords(one)
      : weight >= thresholds.review
        ? `between ${thresholds.review} and ${thresholds.link}: for review`
        : `below ${thresholds.review}: two people`
  write(`\nThresholds   ${place}`)
  for (const { name, kind, outcome, value, why, joins } of meetings) {
    if (outcome === 'differs' || outcome === 'missing') continue
    const counts =
      outcome === 'shared' ? (joins ? 'joins by itself' : 'compared') : `counts for nothing, ${why}`
    write(`Shared       ${kind} ${name}: ${value} (${counts})`)
  }
  if (!one.wasCompared) {
    const list = (outcome: string) =>
      meetings
        .filter((m) => m.outcome === outcome)
        .map((m) => m.name)
        .join(', ') || 'none'
    write('Compared     never in a build: nothing brings the two together')
    write(`             they differ in: ${list('differs')}; a value is missing for: ${list('missing')}`)
  }
  if (one.forbidden) write(`Forbidden    by the cannot-link rule "${one.forbidden}"`)
  if (one.decision) {
    const { verdict, decidedBy, decidedAt, reason, decision } = one.decision
    const because = reason ? `: ${reason}` : ''
    write(`Decided      ${verdict}, by ${decidedBy} on ${day(decidedAt)}${because} (${decision})`)
  }
  if (one.review) write(`In review    ${one.review}`)
  if (one.isOneCustomer && !one.path) write('Links        are worked out again at the next build')
  write(`Now          ${one.isOneCustomer ? 'one customer' : 'two customers'}`)
  for (const { from, to, by, weight: linked } of one.path ?? []) {
    write(`             ${from} to ${to} by ${by}${linked === null ? '' : ` (${linked.toFixed(2)})`}`)
  }
  if (one.pairCount > 1) write(`Shown        of ${one.pairCount} pairs of records the one that weighs most`)
}

function linkedInWords({ thresholds, needed }: Explanation): string {
  if (needed === null) return `at or above ${thresholds.link}: enough to link`
  return `at or above ${thresholds.link}, but none of ${needed.join(', ')} agrees: for review`
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

/** Never 0 and never 1: a weight is evidence, not proof. */
export function inWords(probability: number): string {
  if (probability > 0.9999) return 'over 0.9999'
  return probability < 0.0001 ? 'under 0.0001' : probability.toFixed(4)
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
