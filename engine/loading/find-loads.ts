import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'

interface Loads {
  readonly ids: readonly string[]
  readonly origin: string
  readonly replaced: number
}

/** The loads with this number or from this file. */
export async function findLoads(
  client: pg.ClientBase,
  entity: RawEntity,
  target: { readonly load: string } | { readonly file: string },
): Promise<Loads> {
  const isLoad = 'load' in target
  const name = isLoad ? target.load : target.file
  const { rows } = await client.query<{ id: string; origin: string; replaced: string }>(
    `select load_id as id, origin, updated_count as replaced from ops.loads
     where entity = $1 and status = 'done' and ${isLoad ? 'load_id::text = $2' : 'origin = $2'}
     order by load_id`,
    [entity.entity, name],
  )
  if (rows.length === 0) {
    const recent = await client.query<{ id: string; origin: string }>(
      `select load_id as id, origin from ops.loads where entity = $1 and status = 'done'
       order by load_id desc limit 5`,
      [entity.entity],
    )
    const known = recent.rows.map(({ id, origin }) => `${id} (${origin})`).join(', ')
    throw new ClienteleError(
      'load-unknown',
      `No load of ${entity.entity} ${isLoad ? `has the number ${name}` : `came from ${name}`}, or it was removed. ` +
        (known === '' ? 'It has no loads.' : `The latest: ${known}.`),
      { entity: entity.entity, name },
    )
  }
  return {
    ids: rows.map(({ id }) => id),
    origin: rows.map(({ id, origin }) => `load ${id} (${origin})`).join(', '),
    replaced: rows.reduce((sum, { replaced }) => sum + Number(replaced), 0),
  }
}
