import { ClienteleError } from '#engine'
import { probabilityOf } from '../analytics/fellegi-sunter/weight.ts'
import {
  type IdentitySettings,
  type PreparedRecord,
  type PreparedValue,
  recordColumns,
  type WeighedPair,
  type WeighedPairs,
  weighPairs,
} from '../transforms/identity/matching/index.ts'
import { overSharedHashes, profileColumns } from './queries.ts'
import type { StewardshipSession } from './session.ts'

/** What the comparison of one thing, such as the birth date, gives for two records. */
export interface WeighedComparison {
  readonly comparison: string
  readonly a: string | null
  readonly b: string | null
  readonly level: number
  readonly label: string
  readonly m: number
  readonly u: number
  readonly weight: number
  /** What the frequency of a value that both records have adds. */
  readonly termWeight: number
}

export interface Weighing {
  readonly prior: number
  readonly priorWeight: number
  readonly comparisons: readonly WeighedComparison[]
  /** The sum of the prior's weight and those of all comparisons. */
  readonly weight: number
  readonly probability: number
}

/**
 * Weighs all pairs of some published records with some others, as a build does.
 *
 * Errors: `identity-not-built`, also if the settings have changed since the last build.
 */
export async function weighPublished(
  session: StewardshipSession,
  settings: IdentitySettings,
  some: readonly string[],
  others: readonly string[],
): Promise<WeighedPairs> {
  const keys = `'{${[...some, ...others].join(',')}}'::bigint[]`
  const columns = ['source', ...recordColumns(settings).filter((column) => column !== 'source')]
  const records = `
    select ${['record_key', ...columns].join(', ')}
    from (${profileColumns.text(session.membersOf)}) p
    where record_key = any (${keys})`
  const overShared = overSharedHashes.text()
  const client = await session.pool.connect()
  try {
    await client.query('begin')
    const weighed = await weighPairs(client, settings, { records, overShared, some, others })
    if (weighed) return weighed
  } finally {
    await client.query('rollback')
    client.release()
  }
  throw new ClienteleError(
    'identity-not-built',
    'Nothing has been matched with the current identity settings yet. Run `clientele build` first.',
  )
}

/** The parts of a pair's weight. */
export function weighingOf(
  settings: IdentitySettings,
  { model }: WeighedPairs,
  pair: WeighedPair,
  a: PreparedRecord,
  b: PreparedRecord,
): Weighing {
  const comparisons = settings.comparisons.map(({ name, requires }, index): WeighedComparison => {
    const level = pair.levels[index] ?? 0
    const estimate = model.comparisons[index]?.levels[level]
    const [left, right] = [a, b].map(({ values }) => requires.map((column) => values[column] ?? null))
    return {
      comparison: name,
      a: written(left ?? []),
      b: written(right ?? []),
      level,
      label: level === 0 ? whyMissing([...(left ?? []), ...(right ?? [])]) : (estimate?.label ?? ''),
      m: estimate?.m ?? 0,
      u: estimate?.u ?? 0,
      weight: estimate?.weight ?? 0,
      termWeight: pair.termWeights[index] ?? 0,
    }
  })
  return {
    prior: model.prior,
    priorWeight: Math.log2(model.prior / (1 - model.prior)),
    comparisons,
    weight: pair.weight,
    probability: probabilityOf(pair.weight),
  }
}

function whyMissing(values: readonly PreparedValue[]): string {
  return values.includes(null) ? 'a value is missing' : 'too many share a value'
}

function written(values: readonly PreparedValue[]): string | null {
  const present = values.flatMap((value) => (value === null ? [] : [String(value)]))
  return present.length === 0 ? null : [...new Set(present)].join(' · ')
}
