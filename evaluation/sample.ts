import type { ClientBase, Pool } from 'pg'
import { ClienteleError, every, type MembersOf, type Relation } from '#engine'
import { agreement } from '../analytics/agreement.ts'
import type { Warehouse } from '../engine/graph/catalogue.ts'
import { profile } from '../transforms/canonical/profile.ts'
import { record_link } from '../transforms/canonical/record_link.ts'
import type { IdentitySettings } from '../transforms/identity/matching/index.ts'
import { falseJoins, joinedStrangers } from './false-joins.ts'
import { placeKnownRecords } from './known-records.ts'
import { labelledRecords } from './labelled-records.ts'
import { type Measured, recordFigures } from './measured.ts'
import { missedPairs } from './missed.ts'
import { withScratch } from './scratch.ts'
import { sweep } from './sweep.ts'

/**
 * Compares the published customers with the people of the sample company: what was missed or falsely joined and
 * why, and what other thresholds would do.
 *
 * Errors: `nothing-to-evaluate`.
 */
export async function evaluateSample(
  pool: Pool,
  warehouse: Warehouse,
  settings: IdentitySettings,
): Promise<Measured> {
  const membersOf: MembersOf = (union) => warehouse.graph.members(union)
  return withScratch(pool, async (client) => {
    await requireMatched(client, [...membersOf(every(profile)), ...membersOf(every(record_link))])
    const standing = await placeKnownRecords(client, membersOf)
    if (standing.counted === 0) throw noKnownPeople()
    const records = await labelledRecords(
      client,
      `select id, dense_rank() over (order by customer_key), dense_rank() over (order by person_id)
       from known where standing = 'counted'`,
    )
    return {
      against: 'sample company',
      at: new Date(),
      result: recordFigures(agreement(records.customers, records.people)),
      counts: {
        records: standing.counted,
        people: new Set(records.people).size,
        customers: new Set(records.customers).size,
      },
      standing,
      strangers: await joinedStrangers(client),
      thresholds: await sweep(client, 'matching', records, settings),
      missed: await missedPairs(client, settings),
      falseJoins: await falseJoins(client, settings),
    }
  })
}

export async function requireMatched(client: ClientBase, read: readonly Relation[] = []): Promise<void> {
  const relations = ['matching.record', 'identity.map_identity', ...read.map(({ name }) => name)]
  const { rows } = await client.query<{ relation: string }>(
    'select relation from unnest($1::text[]) as relation where to_regclass(relation) is null limit 1',
    [relations],
  )
  const missing = rows[0]?.relation
  if (missing !== undefined) {
    throw new ClienteleError(
      'nothing-to-evaluate',
      `There is nothing to evaluate, because ${missing} is not built yet. Run \`clientele build\` first.`,
      { relation: missing },
    )
  }
  const state = await client.query('select from matching.state')
  if (state.rows.length > 0) return
  throw new ClienteleError(
    'nothing-to-evaluate',
    'The pairs that matching compared are lost, as after a crash of Postgres. The next build with new records or ' +
      'decisions creates them again; evaluate after that.',
  )
}

function noKnownPeople(): ClienteleError {
  return new ClienteleError(
    'nothing-to-evaluate',
    'There is nothing to evaluate, because no record has a known person: the sample company is not loaded or not ' +
      'built. Run `clientele sample load` and `clientele build`, or evaluate against labelled pairs with --labels.',
  )
}
