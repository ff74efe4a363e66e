import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { loadText } from './field.ts'

const db = useDatabase()

const member = (number: number) =>
  JSON.stringify({
    member_id: `M${number}`,
    joined_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    tier: 'silver',
    given_name: 'Ann',
    street: 'x'.repeat(60),
  })
const members = Array.from({ length: 100_000 }, (_, number) => member(number))
const load = (text: string) => loadText(db.pool, 'loyalty.members', 'members.json', text)

test('one stray quote in 23 MB costs one record, wherever it is', async () => {
  const stray = (number: number) => member(number).replace('silver', 'sil"ver')
  const text = `[${members.with(10, stray(10)).with(50_000, stray(50_000)).with(99_999, stray(99_999)).join(',')}]`
  expect(text.length).toBeGreaterThan(20e6)
  expect(await load(text)).toMatchObject({ read: 100_000, loaded: 99_997, quarantined: 3 })
})

test('if the first record is broken, so that nothing shows what records look like, the file is refused', async () => {
  const text = `[${members.slice(0, 100).with(0, member(0).replace('silver', 'sil"ver')).join(',')}]`
  await expect(load(text)).rejects.toMatchObject({ code: 'json-unreadable', fields: { line: 1 } })
})

test('a field called __proto__ is refused or kept, and a name of 20 MB is quarantined', async () => {
  const frozen = await load(`[{"member_id":"P","__proto__":{"tier":"gold"},"joined_at":null}]`)
  expect(frozen.reasons).toMatchObject([{ count: 1 }])
  const long = await load(`[{"${'n'.repeat(5e6)}":1},${member(1)}]`)
  expect(long.reasons).toMatchObject([{ code: 'invalid-value', count: 1 }])
  expect(long.reasons[0]?.example).toContain('name has more than 1024 characters')
})
