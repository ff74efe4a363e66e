import pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { rawTable } from './raw-tables.ts'
import { keySeparator } from './record-key.ts'

const currentForm = 2

/** Brings the keys that an earlier version wrote into the form of `keyOf`, once for each entity. */
export async function bringKeysUpToDate(client: pg.ClientBase, entity: RawEntity): Promise<void> {
  const { rows } = await client.query(
    `update ops.entities set key_form = ${currentForm} where entity = $1 and key_form < ${currentForm} returning entity`,
    [entity.entity],
  )
  if (rows.length === 0 || entity.key === 'content' || entity.key.length === 1) return
  const parts = entity.key.map((field) => `${pg.escapeIdentifier(field)}::text`)
  const { rowCount } = await client.query(
    `update ${rawTable(entity)}
     set _key = concat_ws($1, _key, ${parts.map((part) => `length(${part})`).join(', ')})
     where _key = concat_ws($1, ${parts.join(', ')})
       and length(_key) - length(replace(_key, $1, '')) >= $2`,
    [keySeparator, entity.key.length],
  )
  if (!rowCount) return
  await client.query('update ops.entities set version = version + 1, changed_at = now() where entity = $1', [
    entity.entity,
  ])
}
