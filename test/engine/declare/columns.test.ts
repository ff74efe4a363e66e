import { expect, test } from 'vitest'
import { id, oneOf, render, sql, transform, value } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { useDatabase } from '../../harness/database.ts'
import { putItems, tiny, warehouseOf } from '../tiny.ts'

const db = useDatabase()

const coloured = transform('staging.coloured', {
  description: 'Items that are colours.',
  grain: ['item'],
  columns: { item: id('Item'), colour: oneOf('Colour', ['red', "robin's egg"]).orNull() },
  query: sql`select item, nullif(item, 'none') as colour from ${tiny.items}`,
})

test('a column with a list of values carries it, and says it in its description', () => {
  const { colour } = coloured.columns
  expect(colour.values).toEqual(['red', "robin's egg"])
  expect(colour.description).toBe("Colour: red or robin's egg")
  expect(oneOf('Colour', ['red']).pii('free text').values).toEqual(['red'])
})

test('a value that is not in the list is set aside, and null is left to the column', async () => {
  await putItems(db.pool, { red: 1, "robin's egg": 1, none: 1 })
  expect(await build(db.pool, warehouseOf(coloured), { jobs: 1 })).toMatchObject({ built: 1 })
  await putItems(db.pool, { blue: 1 })
  expect(await build(db.pool, warehouseOf(coloured), { jobs: 1 })).toMatchObject({
    setAside: [{ relation: coloured.name, test: 'accepted values: colour', rowCount: 1 }],
  })
})

test('a list of texts arrives in Postgres as it is, whatever characters the texts have', async () => {
  const lists = [
    [],
    ['', ' '],
    ['null', 'NULL'],
    [`a "b" 'c'`, 'back\\slash', '\\"'],
    ['{x,y}', 'comma, brace }', 'é\n\t'],
  ]
  for (const list of lists) {
    const { text } = render(sql`select ${value(list)} as list`, ({ name }) => name)
    expect((await db.pool.query(text)).rows).toEqual([{ list }])
  }
})
