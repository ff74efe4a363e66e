import type { ClientBase, Pool } from 'pg'
import { ClienteleError } from '#engine'
import {
  type IdentitySettings,
  isLinkedSql,
  withLinkThreshold,
} from '../transforms/identity/matching/index.ts'
import { loadLabels } from './labels.ts'
import { type Measured, pairFigures } from './measured.ts'
import { customersOfRecords, decidedPairs } from './queries.ts'
import { requireMatched } from './sample.ts'
import { withScratch } from './scratch.ts'
import { thresholdsOf } from './sweep.ts'

/** A labelled pair, and what matching made of it. */
export interface LabelledPair {
  readonly isSame: boolean
  readonly isJoined: boolean
  /** Null if the two records were not compared, or their weight was too low to keep. */
  readonly weight: number | null
  /** Whether they share an identifier that joins them at any weight. */
  readonly sharesIdentifier: boolean
  /** Whether a high enough weight would link them: no rule forbids it, and what a link requires agrees. */
  readonly canLink: boolean
}

/**
 * Compares customers with labelled pairs. Stewards' decisions outrank the model, so comparing customers with them
 * would prove nothing; only the model is measured, on the pairs that stewards looked at.
 *
 * Errors: `labels-unreadable`, `nothing-to-evaluate`.
 */
export async function evaluateLabels(
  pool: Pool,
  settings: IdentitySettings,
  labels: string,
): Promise<Measured> {
  const isDecided = labels === 'decisions'
  return withScratch(pool, async (client) => {
    await requireMatched(client)
    if (isDecided) {
      await client.query(`create temp table labelled on commit drop as ${decidedPairs.text()}`)
    } else await loadLabels(client, labels)
    const pairs = await readPairs(client, settings)
    if (pairs.length === 0) throw noPairs(labels)
    return measuredBy(pairs, settings.thresholds, isDecided ? 'decisions' : 'labels')
  })
}

export function measuredBy(
  pairs: readonly LabelledPair[],
  thresholds: IdentitySettings['thresholds'],
  against: 'decisions' | 'labels',
): Measured {
  const { keep, review, link } = thresholds
  const heaviest = pairs.reduce((most, { weight }) => Math.max(most, weight ?? keep), link)
  const isLinkedByModel = (pair: LabelledPair, threshold: number) =>
    pair.sharesIdentifier || (pair.canLink && pair.weight !== null && pair.weight >= threshold)
  const isFound = (pair: LabelledPair) =>
    against === 'decisions' ? isLinkedByModel(pair, link) : pair.isJoined
  return {
    against,
    at: new Date(),
    result: against === 'decisions' ? null : figuresBy(pairs, (pair) => pair.isJoined),
    counts: null,
    standing: null,
    strangers: null,
    thresholds: thresholdsOf(heaviest, thresholds).map((threshold) => ({
      threshold,
      isInUse: threshold === link,
      ...figuresBy(pairs, (pair) => isLinkedByModel(pair, threshold)),
    })),
    missed: reasons(
      pairs.filter((pair) => pair.isSame && !isFound(pair)),
      (pair) => {
        if (isLinkedByModel(pair, link)) return 'cut by a guard'
        if (pair.weight === null) return 'never compared, or weight too low to keep'
        if (pair.weight >= review && !pair.canLink)
          return 'above a threshold, but forbidden or lacking required agreement'
        return pair.weight >= review ? 'below the threshold, in review' : 'below the threshold'
      },
    ),
    falseJoins: reasons(
      pairs.filter((pair) => !pair.isSame && isFound(pair)),
      (pair) =>
        pair.sharesIdentifier
          ? 'identifier'
          : isLinkedByModel(pair, link)
            ? 'weight'
            : 'through other records',
    ),
  }
}

function figuresBy(pairs: readonly LabelledPair[], isJoined: (pair: LabelledPair) => boolean) {
  const joined = pairs.filter(isJoined)
  const count = (some: readonly LabelledPair[]) => some.filter(({ isSame }) => isSame).length
  return pairFigures(count(pairs), joined.length, count(joined))
}

function reasons(pairs: readonly LabelledPair[], why: (pair: LabelledPair) => string) {
  const counted = Map.groupBy(pairs, why)
  return [...counted]
    .map(([label, some]) => ({ label, pairs: some.length }))
    .sort((a, b) => b.pairs - a.pairs || a.label.localeCompare(b.label))
}

async function readPairs(client: ClientBase, settings: IdentitySettings): Promise<readonly LabelledPair[]> {
  const part = (column: string, at: number) =>
    `(regexp_match(${column}, '^([a-z_]+)[/:]([^/:]+)[/:](.+)$'))[${at}]`
  const key = (column: string) => `case when ${column} ~ '^-?\\d{1,19}$' then ${column}::bigint
    else ops.keyed(
      ops.key_of(${part(column, 1)}, ${part(column, 2)}, ${part(column, 3)}),
      (select pads from ops.key_ring)) end`
  const anyWeight = withLinkThreshold(settings, settings.thresholds.keep)
  const customers = customersOfRecords.text()
  const { rows } = await client.query<{
    unknown: string | null
    is_same: boolean
    is_joined: boolean
    weight: number | null
    shares_identifier: boolean
    can_link: boolean
  }>(`
    select case when one.id is null then labelled.a when other.id is null then labelled.b end as unknown, is_same,
      mine.customer_key = theirs.customer_key as is_joined, pair.weight,
      coalesce(pair.identifier is not null and pair.forbidden is null, false) as shares_identifier,
      coalesce(pair.forbidden is null and ${isLinkedSql(anyWeight)}, false) as can_link
    from labelled
    left join matching.record one on one.record_key = ${key('labelled.a')}
    left join matching.record other on other.record_key = ${key('labelled.b')}
    left join (${customers}) mine on mine.record_key = one.record_key
    left join (${customers}) theirs on theirs.record_key = other.record_key
    left join matching.pair on pair.a = least(one.id, other.id) and pair.b = greatest(one.id, other.id)`)
  const unknown = rows.find((row) => row.unknown !== null)?.unknown
  if (unknown) {
    throw new ClienteleError(
      'labels-unreadable',
      `The labels name the record ${unknown}, which is not in the warehouse. Write records as source/kind/identifier, ` +
        'such as shopify/customer/207119551, or as their record_key, and remove pairs whose records no longer exist.',
      { record: unknown },
    )
  }
  return rows.map((row) => ({
    isSame: row.is_same,
    isJoined: row.is_joined,
    weight: row.weight,
    sharesIdentifier: row.shares_identifier,
    canLink: row.can_link,
  }))
}

function noPairs(labels: string): ClienteleError {
  return new ClienteleError(
    'nothing-to-evaluate',
    labels === 'decisions'
      ? 'There are no decisions to measure against yet. Make some with `clientele identity review --decide`.'
      : `${labels} has no labelled pairs, so there is nothing to measure. Label each pair as same or different.`,
  )
}
