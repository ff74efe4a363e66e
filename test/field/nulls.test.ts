import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { RawEntity } from '#engine'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { RecordEncoder } from '../../engine/loading/encoder.ts'
import { useDatabase } from '../harness/database.ts'
import { loadInput, loadJson } from './field.ts'

const db = useDatabase()

test('orders whose lists are null are loaded, with empty lists', async () => {
  const result = await loadInput(db.pool, 'shopify.orders', '43-schema-surprises/orders.jsonl')
  // an order without lines, and a note that is a number, are left
  expect(result).toMatchObject({ read: 10, loaded: 8, quarantined: 2 })
  expect(result.reasons.map(({ field }) => field)).toEqual(['line_items', 'note'])
  const { rows } = await db.pool.query(
    `select count(*)::int as orders from raw.shopify__orders
     where refunds is null`,
  )
  expect(rows).toEqual([{ orders: 0 }])
})

const { entities } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))

test.each([...entities.values()].map((entity) => [entity.entity, entity] as const))(
  '%s: null for a list or an object that may be absent changes nothing else',
  (_, entity) => {
    const lists = Object.entries(entity.record.shape).filter(([name, field]) => {
      const isAbsentOnly = z.safeParse(field, undefined).success && !z.safeParse(field, null).success
      return !keyOf(entity).includes(name) && (isAbsentOnly || bare(field) instanceof z.ZodArray)
    })
    const nulls = Object.fromEntries(lists.map(([name]) => [name, null]))
    const encoder = new RecordEncoder(entity, '1')
    encoder.encode(nulls, true)
    const named = encoder.problems.filter(({ code }) => code !== 'invalid-value').map(({ field }) => field)
    for (const [name] of lists) expect(named).not.toContain(name)
  },
)

test('null for a value that a record must have is still missing', async () => {
  const result = await loadJson(db.pool, 'shopify.orders', [{ id: null, line_items: null }])
  expect(result).toMatchObject({ loaded: 0, quarantined: 1 })
  expect(result.reasons[0]).toMatchObject({ code: 'missing-value', field: 'id' })
})

function keyOf({ key }: RawEntity): readonly string[] {
  return key === 'content' ? [] : key
}

function bare(field: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let schema = field
  while (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) schema = schema.unwrap()
  return schema
}
