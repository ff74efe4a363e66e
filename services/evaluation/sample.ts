import type { ClientBase, Pool } from 'pg'
import { agreement } from '../../analytics/agreement.ts'
import type { Warehouse } from '../../engine/catalog.ts'
import { ClienteleError } from '../../engine/errors.ts'
import { peopleBehindProfiles } from '../../seeds/sample/profiles.ts'
import { profile } from '../../transforms/canonical/profile.ts'
import { record_link } from '../../transforms/canonical/record_link.ts'
import type { IdentitySettings } from '../../transforms/identity/matching/declare.ts'
import { falseJoins, joinedStrangers } from './false-joins.ts'
import { placeKnownRecords } from './known-records.ts'
import { labelledRecords } from './labelled-records.ts'
import { figuresFrom, type Measured } from './measured.ts'
import { missedPairs } from './missed.ts'
import { sweep } from './sweep.ts'

/**
 * Holds the published customers against the people of the sample company, says what was missed and wrongly
 * joined and why, and what other thresholds would have done.
 *
 * Errors: `nothing-to-evaluate`.
 */
export async function evaluateSample(
  pool: Pool,
  warehouse: Warehouse,
  settings: IdentitySettings,
): Promise<Measured> {
  const conforming = (shape: { readonly name: string }) =>
    [...warehouse.graph.transforms].filter(({ conformsTo }) => conformsTo?.name === shape.name)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await requireMatched(client)
    const standing = await placeKnownRecords(
      client,
      conforming(profile),
      conforming(record_link),
      peopleBehindProfiles,
    )
    if (standing.counted === 0) throw nothingKnown()
    const records = await labelledRecords(
      client,
      `select id, dense_rank() over (order by customer_key), dense_rank() over (order by person_id)
       from known where standing = 'counted'`,
    )
    const measured: Measured = {
      against: 'sample company',
      at: new Date(),
      result: figuresFrom(agreement(records.customers, records.people)),
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
    return measured
  } finally {
    // nothing was written but temporary tables
    await client.query('rollback')
    client.release()
  }
}

export async function requireMatched(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ record: string | null; map: string | null }>(
    `select to_regclass('matching.record') as record, to_regclass('identity.map_identity') as map`,
  )
  if (rows[0]?.record && rows[0].map) return
  throw new ClienteleError(
    'nothing-to-evaluate',
    'No records have been matched yet. Build the warehouse first: clientele build',
  )
}

function nothingKnown(): ClienteleError {
  return new ClienteleError(
    'nothing-to-evaluate',
    'Of no record here it is known who is behind it: the sample company is not loaded, or not built. Load and ' +
      'build it (clientele sample load, clientele build), or evaluate against pairs of your own with --labels.',
  )
}
