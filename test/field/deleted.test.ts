import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { useDatabase } from '../harness/database.ts'
import { buildAll } from './field.ts'

const db = useDatabase('sample')

/** What stays true after a record is deleted: nobody may be written to, and records remain the same person. */
const outlast = [
  'staging.stg_devices__record_links',
  'staging.stg_hubspot__consents',
  'staging.stg_hubspot__record_links',
  'staging.stg_klaviyo__consents',
  // the levels that somebody had in the past
  'staging.stg_loyalty__membership_versions',
  'staging.stg_zendesk__record_links',
]

test('if the sources delete everything, what is left in staging says that it is deleted, and no fact is left', async () => {
  const { entities, graph } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  const keyed = [...entities.values()].filter(
    ({ key, source }) => key !== 'content' && source !== 'stewardship',
  )
  const count = async (relation: string) => {
    const { rows } = await db.pool.query(`select count(*)::int as rows from ${relation}`)
    return Number(rows[0]?.rows)
  }
  expect(await count('warehouse.fct_orders')).toBeGreaterThan(100)
  for (const { name } of keyed) await db.pool.query(`update ${name} set _is_deleted = true`)
  await db.pool.query('update ops.entities set version = version + 1')
  await buildAll(db.pool)

  const left: string[] = []
  for (const { name, layer, columns } of graph.transforms) {
    const said = 'is_deleted' in columns ? ' where not is_deleted' : ''
    if (layer === 'staging' && !outlast.includes(name) && (await count(`${name}${said}`)) > 0) left.push(name)
  }
  expect(left).toEqual([])
  expect(await count('warehouse.fct_orders')).toBe(0)
  expect(await count('warehouse.fct_order_lines')).toBe(0)
  expect(await count('staging.stg_loyalty__members where is_deleted')).toBeGreaterThan(10)
})
