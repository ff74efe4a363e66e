import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { sql, text, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../../engine/graph/catalogue.ts'
import { useDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, stg_items, warehouseOf } from '../tiny.ts'

const db = useDatabase()
let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
})

test('a tagged column is masked in the public view, and clientele_pii alone sees it unmasked', async () => {
  await putItems(db.pool, { a: 1 })
  const people = transform('marts.people', {
    description: 'People',
    grain: ['item'],
    columns: { ...numberColumns, full_name: text('Name').pii('name') },
    query: sql`select item, amount, 'Ann' as full_name from ${stg_items}`,
  })
  await build(db.pool, warehouseOf(stg_items, people), { jobs: 1 })
  const namesAs = async (role: string, view: string) => {
    const client = await db.pool.connect()
    try {
      await client.query(`set role ${role}`)
      return (await client.query(`select full_name from ${view}`)).rows
    } finally {
      await client.query('reset role')
      client.release()
    }
  }
  expect(await namesAs('clientele_reader', 'marts.people')).toEqual([{ full_name: null }])
  await expect(namesAs('clientele_reader', 'pii.people')).rejects.toThrow('permission denied')
  expect(await namesAs('clientele_pii', 'pii.people')).toEqual([{ full_name: 'Ann' }])
})

test('no reader can read raw records, physical tables or quarantine', async () => {
  await build(db.pool, warehouse, { jobs: 2 })
  const { rows } = await db.pool.query(`
    select r.rolname, c.oid::regclass::text as relation
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join pg_roles r
    where n.nspname in ('raw', 'build', 'ops') and c.relkind in ('r', 'v')
      and r.rolname in ('clientele_reader', 'clientele_pii', 'clientele_cube')
      and has_schema_privilege(r.oid, n.oid, 'usage') and has_table_privilege(r.oid, c.oid, 'select')
      and c.oid <> all (array['ops.source_freshness', 'ops.publications', 'ops.model_registry', 'ops.model_current',
        'ops.segment_movement', 'ops.segment_current', 'ops.segment_flow', 'ops.catalogue', 'ops.catalogue_columns',
        'ops.catalogue_reads', 'ops.last_tests', 'ops.quarantined']::regclass[])`)
  expect(rows).toEqual([])
})

test('the definition of a public view has null for every tagged column', async () => {
  for (const t of warehouse.graph.transforms) {
    const tagged = Object.entries(t.columns).filter(([, column]) => column.personalData)
    const { rows } = await db.pool.query('select pg_get_viewdef($1::regclass) as definition', [t.name])
    for (const [name, column] of tagged) {
      expect(rows[0].definition).toContain(`NULL::${column.pgType} AS ${name}`)
    }
  }
})
