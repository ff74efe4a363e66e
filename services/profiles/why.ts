import type { PersonalData } from '#engine'
import { identityHistory } from '../../stewardship/identity-history.ts'
import { joiningLinks, type Link } from '../../stewardship/links.ts'
import { meetingsOf } from '../../stewardship/meeting.ts'
import { type PersonRecord, recordKeysOf, recordsOf } from '../../stewardship/records.ts'
import type { StewardshipSession } from '../../stewardship/session.ts'
import { weighingOf, weighPublished } from '../../stewardship/weighing.ts'
import { profile } from '../../transforms/canonical/profile.ts'
import { pairSources, type WeighedPairs } from '../../transforms/identity/matching/index.ts'
import { settings } from '../../transforms/identity/settings.ts'
import type { Sight } from './fields.ts'
import { customerByKey } from './queries.ts'
import type { Why } from './why-schema.ts'

/** Records beyond this number are counted, and neither shown nor weighed. */
const mostRecords = 50

/**
 * Why the records of a customer are one person: the records, the links that hold them together, each with its evidence, and
 * what became of the key. The words are those of `clientele identity explain`. Undefined if the reader sees no such customer.
 *
 * Errors: `identity-not-built`, also if the settings have changed since the last build.
 */
export async function readWhy(
  session: StewardshipSession,
  customerKey: string,
  sight: Sight,
): Promise<Why | undefined> {
  const { pool } = session
  const [customer] = await customerByKey.read(pool, {
    customer_key: customerKey,
    markets: sight.markets === null ? null : [...sight.markets],
  })
  if (!customer?.is_present || customer.customer_key !== customerKey) return undefined
  const all = await recordKeysOf(session, customerKey)
  const shown = all.slice(0, mostRecords)
  const records = await recordsOf(session, shown)
  const links = await joiningLinks(pool, settings, shown)
  const weighed = links.length > 0 ? await weighPublished(session, settings, shown, shown) : null
  const eyes = new Eyes(sight)
  const { entries } = await identityHistory(pool, customerKey)
  return {
    customer_key: customerKey,
    thresholds: settings.thresholds,
    record_count: all.length,
    records: records.map((record) => eyes.recordSeen(record)),
    links: await Promise.all(links.map((link) => linkSeen(session, link, weighed, eyes))),
    history: entries.map((entry) => ({
      run_id: String(entry.runId),
      recorded_at: entry.recordedAt.toISOString(),
      event: entry.event,
      record_key: entry.recordKey,
      source: entry.source,
      customer_key: entry.customerKey,
      former_customer_key: entry.formerCustomerKey,
      reason: entry.reason,
    })),
    withheld: eyes.withheld(),
  }
}

async function linkSeen(
  { pool }: StewardshipSession,
  { a, b, by, weight }: Link,
  weighed: WeighedPairs | null,
  eyes: Eyes,
): Promise<Why['links'][number]> {
  const link = { record_key_a: a, record_key_b: b, joined_by: by }
  const pair = weighed?.pairs.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a))
  const [left, right] = [weighed?.records.get(a), weighed?.records.get(b)]
  if (!weighed || !pair || !left || !right) {
    return { ...link, weight, probability: null, prior_weight: null, comparisons: [], shared: [] }
  }
  const weighing = weighingOf(settings, weighed, pair, left, right)
  const meetings = await meetingsOf(pool, settings, left, right)
  const columnsOfMeeting = new Map(pairSources(settings).map(({ name, columns }) => [name, columns]))
  return {
    ...link,
    weight: weighing.weight,
    probability: weighing.probability,
    prior_weight: weighing.priorWeight,
    comparisons: weighing.comparisons.map((one, index) => ({
      comparison: one.comparison,
      ...eyes.values(`comparisons.${one.comparison}`, settings.comparisons[index]?.requires ?? [], {
        a: one.a,
        b: one.b,
      }),
      level: one.level,
      label: one.label,
      m: one.m,
      u: one.u,
      weight: one.weight,
      term_weight: one.termWeight,
    })),
    shared: meetings
      .filter(({ outcome }) => outcome !== 'differs' && outcome !== 'missing')
      .map(({ name, kind, joins, outcome, value, why }) => ({
        name,
        kind,
        joins,
        outcome,
        ...eyes.values(`shared.${name}`, columnsOfMeeting.get(name) ?? [], { value }),
        why,
      })),
  }
}

/** Leaves out what a reader may not see, and remembers what that was. */
class Eyes {
  private readonly kinds: ReadonlySet<PersonalData>
  private readonly left = new Set<string>()

  constructor({ kinds }: Sight) {
    this.kinds = kinds
  }

  withheld(): string[] {
    return [...this.left].sort()
  }

  recordSeen({ recordKey, name, joinedBy, attributes }: PersonRecord): Why['records'][number] {
    const [source = '', recordKind = ''] = name.split('/')
    return {
      record_key: recordKey,
      source,
      record_kind: recordKind,
      ...(this.sees('records.name', ['record_id']) && { name }),
      joined_by: joinedBy,
      attributes: Object.fromEntries(
        Object.entries(attributes).filter(([column]) => this.sees(`records.attributes.${column}`, [column])),
      ),
    }
  }

  /** The values, if the columns that matching made them from may be seen. */
  values<T extends object>(name: string, prepared: readonly string[], values: T): T | object {
    const columns = prepared.flatMap((column) => settings.columns[column]?.from ?? column)
    return this.sees(name, columns) ? values : {}
  }

  private sees(name: string, columns: readonly string[]): boolean {
    const kinds = Object.entries(profile.columns).flatMap(([column, { personalData }]) =>
      columns.includes(column) && personalData ? [personalData] : [],
    )
    const isSeen = kinds.every((kind) => this.kinds.has(kind))
    if (!isSeen) this.left.add(name)
    return isSeen
  }
}
