import type { FittedModel } from './fit.ts'

export const findingKinds = [
  'prior at its bound',
  'm at its bound',
  'm of else is high',
  'not converged',
] as const

/** Something suspicious about a trained model, in words for `build`, `identity review` and the report page. */
export interface Finding {
  readonly kind: (typeof findingKinds)[number]
  /** The comparison, the blocking rule, or the prior. */
  readonly subject: string
  readonly value: number
  readonly meaning: string
  readonly remedy: string
}

/** Above this, most pairs of one person disagree: the comparison says nothing, or pairs of two people were learnt from. */
const highElse = 0.9
/** A model of fewer records, or of fewer pairs of one person, has textbook values: there is nothing to find fault with. */
const enough = { records: 100, matches: 50 }

/** What is suspicious about a model. This is the only place that decides it and says what to do. */
export function findingsOf({ model, evidence }: FittedModel): Finding[] {
  if (evidence.comparable.total < enough.records) return []
  return [
    ...priorFindings(model.prior, evidence),
    ...mFindings({ model, evidence }),
    ...convergence(evidence),
  ]
}

type Evidence = FittedModel['evidence']

function priorFindings(prior: number, { priorBound, comparable }: Evidence): Finding[] {
  if (priorBound === null) return []
  const finding = { kind: 'prior at its bound', subject: 'prior', value: prior } as const
  if (priorBound === 'lower')
    return [
      {
        ...finding,
        meaning:
          `hardly any two records seem to be one person, so the share of such pairs is assumed; ${count(comparable.records)} ` +
          `of ${count(comparable.total)} records have something by which they could be compared`,
        remedy:
          'If you expect duplicates, look whether the sources fill the same columns, and add a blocking rule for what ' +
          'they share; if each person has one record so far, nothing is wrong',
      },
    ]
  return [
    {
      ...finding,
      meaning: 'more than half of all pairs of records seem to be one person',
      remedy:
        'Look for placeholders that many records share with `clientele identity over-shared`, and block them in the ' +
        'identity settings',
    },
  ]
}

function mFindings({ model, evidence }: FittedModel): Finding[] {
  return model.comparisons.flatMap(({ name, levels }, index): Finding[] => {
    const learnt = evidence.learnt[index] ?? []
    const matches = learnt.reduce((sum, pairs) => sum + pairs, 0)
    if (matches < enough.matches) return []
    const last = levels.at(-1)
    const first = levels[1]
    if (last && last.m > highElse)
      return [
        {
          kind: 'm of else is high',
          subject: name,
          value: last.m,
          meaning: `${percent(last.m)} of the pairs that were taken for one person disagree in ${name}`,
          remedy:
            'Look at some pairs with `clientele identity review`; if they are two people, set `trains: false` on the ' +
            'blocking rule that finds them; if not, the values need to be normalised',
        },
      ]
    const bound = [first, last].find((level) => level && (learnt[levels.indexOf(level)] ?? 0) < leastPairs)
    if (!bound) return []
    return [
      {
        kind: 'm at its bound',
        subject: name,
        value: bound.m,
        meaning:
          bound === first
            ? `no pair that was taken for one person agrees exactly in ${name}`
            : `all pairs that were taken for one person agree in ${name}, so a pair that differs weighs ${bound.weight.toFixed(1)} bits`,
        remedy:
          'Add a blocking rule that does not use these columns, so that the model also learns from pairs that differ in ' +
          'them; until then, check pairs of that kind with `clientele identity review`',
      },
    ]
  })
}

/** Fewer pairs than this on a level are no pair: the level has what is assumed. */
const leastPairs = 0.5

function convergence({ unconverged }: Evidence): Finding[] {
  return unconverged.map(({ name, iterations }) => ({
    kind: 'not converged',
    subject: name,
    value: iterations,
    meaning: `expectation maximisation had not settled after ${count(iterations)} iterations on the pairs of ${name}`,
    remedy:
      'The pairs cannot be separated into one person and two people: give the rule more columns, or set ' +
      '`trains: false` on it in the identity settings',
  }))
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
