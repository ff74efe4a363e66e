import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { integer, procedure, source, sql, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { entitiesOf } from '../../../engine/graph/source-files.ts'
import { useDatabase } from '../../harness/database.ts'

const entity = { description: 'Counts', key: ['id'], fields: { id: z.string(), count: z.int() } } as const
const twins = source('twins', { system: 'A test', entities: { left: entity, right: entity } })
const spec = {
  description: 'Counts, which are equal at every moment.',
  grain: ['left_count'],
  columns: { left_count: integer('Of the left table'), right_count: integer('Of the right table') },
} as const

const query = sql`
  select l.count::integer as left_count, r.count::integer as right_count
  from ${twins.left} l
  cross join ${twins.right} r`
const stg_joined = transform('staging.stg_joined', { ...spec, query })
/** Reads one table some time after the other. */
const stg_slow = transform('staging.stg_slow', {
  ...spec,
  query: procedure({
    reads: [twins.left, twins.right],
    code: [import.meta.filename],
    async run({ execute, into }) {
      await execute(sql`create temp table seen on commit drop as select count from ${twins.left}`)
      await execute(sql`select pg_sleep(0.3)`)
      await execute(sql`insert into ${into} select l.count, r.count from seen l cross join ${twins.right} r`)
    },
  }),
})
const warehouse = {
  entities: entitiesOf(new Map([['twins', twins]])),
  graph: new Graph([stg_joined, stg_slow]),
}

const db = useDatabase()

/** A load changes both tables in one transaction. */
async function load(pool: Pool, count: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    for (const table of ['raw.twins__left', 'raw.twins__right']) {
      await client.query(
        `insert into ${table} (_key, _hash, _load_id, id, count) values ('a', md5($1::bigint::text)::uuid, 1, 'a', $1)
         on conflict (_key) do update set count = excluded.count, _hash = excluded._hash`,
        [count],
      )
    }
    await client.query(`update ops.entities set version = version + 1 where source = 'twins'`)
    await client.query('commit')
  } finally {
    client.release()
  }
}

test('a transform may read several raw tables, and all transforms read them as of one moment', async () => {
  await build(db.pool, warehouse, { jobs: 2 })
  await load(db.pool, 0)
  let isBuilding = true
  const loading = (async () => {
    for (let count = 1; isBuilding; count++) {
      await load(db.pool, count)
      await pause(5)
    }
  })()
  try {
    for (let i = 0; i < 3; i++) {
      await build(db.pool, warehouse, { jobs: 2 })
      const { rows } = await db.pool.query(
        `select * from staging.stg_joined union all select * from staging.stg_slow`,
      )
      const [{ left_count }] = rows
      expect(rows).toEqual([1, 2].map(() => ({ left_count, right_count: left_count })))
    }
  } finally {
    isBuilding = false
    await loading
  }
})
