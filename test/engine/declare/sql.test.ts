import { expect, test } from 'vitest'
import { columns, holds, type Relation, render, Sql, sql, value } from '#engine'
import { stg_items, tiny } from '../tiny.ts'

const nameOf = (relation: Relation) => relation.name

/** The line of this file on which a text stands in rendered SQL, as `render` reports it. */
function placeOf(query: Sql, text: string): string | null {
  const rendered = render(query, nameOf)
  return rendered.placeAt(rendered.text.indexOf(text))
}

const condition = sql`
  amount > ${value(0)}
  and first_condition`

test('a fragment in a fragment is rendered in place, with its relations and constants', () => {
  const counted = sql`(select count(*) from ${tiny.items} where ${condition})`
  const query = sql`select ${columns('item')}, ${counted} as copies from ${stg_items}`
  expect(render(query, nameOf).text).toBe(
    'select "item", (select count(*) from raw.tiny__items where \n  amount > 0\n  and first_condition) as copies from staging.stg_items',
  )
  expect(query.reads).toEqual([tiny.items, stg_items])
})

test('a relation that several fragments read is listed once', () => {
  const one = sql`select item from ${stg_items}`
  expect(sql`${one} union all ${one} union all table ${stg_items}`.reads).toEqual([stg_items])
})

test('a place in a query leads to the line of the fragment it was written in', () => {
  const query = sql`
    select item,
      last_column
    from ${stg_items}
    where ${condition}
      and ${sql`inline_condition
        and second_inline_condition`}
      and last_condition`
  expect(placeOf(query, 'first_condition')).toBe('test/engine/declare/sql.test.ts:15')
  expect(placeOf(query, 'last_column')).toBe('test/engine/declare/sql.test.ts:34')
  expect(placeOf(query, 'second_inline_condition')).toBe('test/engine/declare/sql.test.ts:38')
  expect(placeOf(query, 'last_condition')).toBe('test/engine/declare/sql.test.ts:39')
  expect(placeOf(new Sql(['written elsewhere'], [], null), 'elsewhere')).toBeNull()
})

test('the condition of a data test keeps its own place', () => {
  const query = holds('sense', condition).failing(stg_items)
  expect(placeOf(query, 'first_condition')).toBe('test/engine/declare/sql.test.ts:15')
})
