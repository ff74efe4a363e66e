import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { syncSources } from '../../engine/loading/raw-tables.ts'
import { delighted } from '../../transforms/sources/delighted/delighted.ts'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { stripe } from '../../transforms/sources/stripe/stripe.ts'
import { useDatabase } from '../harness/database.ts'
import { type Checkout, copyCheckout } from './checkout.ts'

const db = useDatabase()
let checkout: Checkout
const settings = (sources: string) => `
import { companySettings } from '#settings/declare'
import { sampleCompany } from '${join(import.meta.dirname, '../../settings/sample-company.ts')}'
export const settings = companySettings({ ...sampleCompany, sources: ${sources} })`

beforeAll(async () => {
  checkout = copyCheckout()
  checkout.write('settings.ts', settings("['loyalty']"))
  const client = await db.pool.connect()
  const entities = [loyalty.members, delighted.responses, stripe.charges]
  await syncSources(client, entities, (source) => source === 'loyalty').finally(() => client.release())
  await db.pool.query(`insert into ops.loads (entity, origin, status, finished_at)
    select entity, 'a test', 'done', now() - interval '1 year' from ops.entities where source <> 'delighted'`)
})
afterAll(async () => {
  checkout.remove()
})

const run = (...args: string[]) => checkout.clientele(args, { DATABASE_URL: db.url })

test('status and show leave out the sources that are not in use, and name them', () => {
  const status = run('status').output
  expect(status).toContain('Source    loyalty.members')
  expect(status).toMatch(/Source {4}stripe.charges: .*, not in use/)
  expect(status).not.toContain('Source    delighted')
  expect(status).toContain('Not shown, because company/settings.ts does not name them: delighted.')
  const { sources }: { sources: { entity: string; is_in_use: boolean }[] } = JSON.parse(
    run('status', '--json').output,
  )
  expect(sources.map(({ entity, is_in_use }) => [entity, is_in_use])).toEqual([
    ['delighted.responses', false],
    ['loyalty.members', true],
    ['stripe.charges', false],
  ])

  const shown = run('show').output
  expect(shown).toContain('staging.stg_loyalty__members')
  expect(shown).toContain('staging.stg_stewardship__decisions')
  expect(shown).toContain('warehouse.dim_customer')
  expect(shown).not.toContain('staging.stg_delighted__people')
  expect(shown).toMatch(/Not shown, because .*: calls, consent, delighted, /)
  expect(run('show', 'stg_delighted__people').output).toContain('from raw.delighted__responses')
})

test('a source that is not in use is never late', async () => {
  const { rows } = await db.pool.query(`
    select entity, is_fresh, is_in_use from ops.source_freshness
    where fresh_within_hours is not null order by entity`)
  expect(rows).toEqual([
    { entity: 'delighted.responses', is_fresh: null, is_in_use: false },
    { entity: 'loyalty.members', is_fresh: false, is_in_use: true },
    { entity: 'stripe.charges', is_fresh: null, is_in_use: false },
  ])
})

test('nothing is loaded into a source that is not in use', async () => {
  writeFileSync(join(checkout.root, 'responses.jsonl'), '{"id": "1"}\n')
  const { code, output } = run('load', 'delighted.responses', 'responses.jsonl')
  expect(code).toBe(1)
  expect(output).toContain("Add 'delighted' to `sources` in company/settings.ts, and load again.")
  expect(output).toContain('(source-not-in-use: ')
  const { rows } = await db.pool.query("select from ops.loads where origin <> 'a test'")
  expect(rows).toHaveLength(0)
  const unknown = run('load', 'loyalty.member', 'responses.jsonl').output
  expect(unknown).toContain('Did you mean loyalty.members?')
  expect(unknown).not.toContain('delighted')
})

test('settings that name a source that does not exist are refused', () => {
  checkout.write('settings.ts', settings("['loyalty', 'sap']"))
  const { code, output } = run('show')
  expect(code).toBe(1)
  expect(output).toContain('company/settings.ts names sources that do not exist: sap. Known: calls, ')
})
