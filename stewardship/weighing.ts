import type { PreparedValue } from '../analytics/fellegi-sunter/types.ts'
import { matchWeight, probabilityOf } from '../analytics/fellegi-sunter/weight.ts'
import type { StoredModel } from '../transforms/identity/matching/model/stored-model.ts'
import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'
import type { MatchedRecord } from './matched.ts'

/** What one comparison of two records came to. */
export interface Weighed {
  readonly comparison: string
  readonly a: string | null
  readonly b: string | null
  readonly level: number
  readonly label: string
  readonly m: number
  readonly u: number
  readonly weight: number
  /** What the rarity of a value that both have adds. */
  readonly termWeight: number
}

export interface Weighing {
  readonly prior: number
  readonly priorWeight: number
  readonly comparisons: readonly Weighed[]
  /** The prior's weight and those of all comparisons. */
  readonly weight: number
  readonly probability: number
}

/** The weight of a pair, part by part; it is the one that the pair has in a build, to the last bit. */
export function weigh(
  settings: IdentitySettings,
  model: StoredModel,
  a: MatchedRecord,
  b: MatchedRecord,
): Weighing {
  const { weight, levels, parts } = matchWeight(settings.comparisons, model, a, b)
  const comparisons = settings.comparisons.map(({ name, requires }, index): Weighed => {
    const level = levels[index] ?? 0
    const one = requires.map((column) => a.said[column] ?? null)
    const other = requires.map((column) => b.said[column] ?? null)
    const estimate = model.comparisons[index]?.levels[level]
    return {
      comparison: name,
      a: written(one),
      b: written(other),
      level,
      label: level === 0 ? whyNull([...one, ...other]) : (estimate?.label ?? ''),
      m: estimate?.m ?? 0,
      u: estimate?.u ?? 0,
      weight: parts[index]?.weight ?? 0,
      termWeight: parts[index]?.termWeight ?? 0,
    }
  })
  const priorWeight = Math.log2(model.prior / (1 - model.prior))
  return { prior: model.prior, priorWeight, comparisons, weight, probability: probabilityOf(weight) }
}

function whyNull(values: readonly PreparedValue[]): string {
  return values.includes(null) ? 'a value is missing' : 'too many share a value'
}

function written(values: readonly PreparedValue[]): string | null {
  const there = values.flatMap((value) => (value === null ? [] : [String(value)]))
  return there.length === 0 ? null : [...new Set(there)].join(' · ')
}
