import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { feeds } from './systems.ts'

/**
 * Invented customers are never mixed with real ones, unless `intoRealData` asks for it. Even then an entity holds
 * either: an invented record could have the identifier of a real one. Decisions of stewards are no customers.
 */
export async function refuseAmongRealRecords(pool: Pool, intoRealData: boolean): Promise<void> {
  const { rows } = await pool.query<{ entity: string }>(
    `select entity
     from ops.loads
     join ops.entities using (entity)
     where status = 'done' and not is_sample and loaded_count > 0
       and source <> 'stewardship' and row_count > 0
     group by entity
     order by entity`,
  )
  const real = rows.map(({ entity }) => entity)
  const shared = real.filter((entity) => feeds.some((feed) => feed.entity.entity === entity))
  const [first = ''] = shared.length > 0 ? shared : real
  if (real.length === 0 || (intoRealData && shared.length === 0)) return
  const others = (shared.length > 0 ? shared : real).length - 1
  const holders = others > 0 ? `${first} and ${others} more hold` : `${first} holds`
  const elsewhere =
    'Load it into an empty warehouse: set CLIENTELE_HOME to a new folder, or DATABASE_URL to an empty database'
  throw new ClienteleError(
    'sample-refused',
    shared.length > 0
      ? `${holders} real records, and the sample company is never mixed with them. ${elsewhere}.`
      : `${holders} real records, and the customers of the sample company, who are invented, would count among real ones. ` +
          `${elsewhere}. To mix them all the same, add --into-real-data; \`clientele sample remove\` takes them out again.`,
    { entity: first, entities: real },
  )
}
