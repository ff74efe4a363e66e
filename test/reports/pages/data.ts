import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { company } from '#settings'
import { visit } from '../browser.ts'
import type { Site } from '../site.ts'
import { expectFigures, numberIn, row } from './figures.ts'

/** Sources in one table, each with its record types, and old addresses that lead to the new ones. */
export async function freshnessPage(browser: Browser, site: Site): Promise<void> {
  const { page, complaints, leave } = await visit(browser, site.url, '/freshness/?market=France', 'light')
  expect(page.url()).toBe(`${site.url}/data/freshness/?market=France`)
  const { rows: sources } = await site.database.pool.query<{
    source: string
    records: number
    bad: number
    names: string[]
  }>(`
    select source, sum(row_count)::int as records, sum(quarantined_count)::int as bad, array_agg(entity order by entity) as names
    from ops.source_freshness where is_in_use or last_loaded_at is not null group by source`)
  expect(await page.locator('[data-source]').count()).toBe(sources.length)
  for (const { source, records, bad, names } of sources) {
    const one = page.locator(`[data-source="${source}"]`)
    expect((await one.locator('summary .number').allInnerTexts()).map(numberIn)).toEqual([records, bad])
    const entities = await one
      .locator('[data-entity]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-entity')))
    expect(entities.sort()).toEqual(names.sort())
  }
  const totals = await row<{ late: number; bad: number; failed: number; records: number }>(
    site,
    `select count(*) filter (where is_fresh = false)::int as late, sum(quarantined_count)::int as bad, sum(row_count)::int as records,
      (select count(*) from ops.last_tests where failed_count > 0)::int as failed
     from ops.source_freshness where is_in_use or last_loaded_at is not null`,
  )
  await expectFigures(page, {
    'data_quality-late_count': [totals.late, 0],
    'data_quality-quarantined_count': [totals.bad, 0],
    'data_quality_tests-not_passed_count': [totals.failed, 0],
    'data_quality-row_count': [totals.records, 0],
  })
  const published = await row<{ day: string }>(
    site,
    `select to_char(max(published_at) at time zone '${company.timeZone}', 'FMDD Mon YYYY') as day from ops.publications`,
  )
  expect(await page.locator('[data-about]').textContent()).toContain(`published ${published.day}`)
  expect(await page.locator('[data-panel=left-out] tr:has(td):visible').count()).toBe(
    (await row<{ count: number }>(site, 'select count(*)::int from marts.mart_left_out')).count,
  )
  expect(complaints).toEqual([])
  await leave()
}

/** A relation with its columns, tests, and what it reads and is read by, found by the name of a column. */
export async function cataloguePage(browser: Browser, site: Site): Promise<void> {
  const relation = 'warehouse.fct_mrr_months'
  const { page, complaints, leave } = await visit(browser, site.url, '/data/catalogue/', 'light')
  const counted = await row<{ relations: number; columns: number }>(
    site,
    'select count(*)::int as relations, sum(column_count)::int as columns from ops.catalogue',
  )
  await expectFigures(page, {
    'catalogue-relation_count': [counted.relations, 0],
    'catalogue-column_count': [counted.columns, 0],
  })
  await page.getByPlaceholder('relation, column or word').fill('original_reactivation')
  await page.locator('[data-panel=relations]').getByRole('link', { name: relation, exact: true }).click()
  const panel = page.locator('[data-panel=relation]')
  await panel.getByText('Read by relations').waitFor()
  expect(page.url()).toContain(`relation=${relation}`)
  const { rows: columns } = await site.database.pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = '${relation}'::regclass and attnum > 0 order by attnum`,
  )
  const shown = panel.locator('table:visible').first().locator('tr td:first-child')
  await expect
    .poll(async () => (await shown.allInnerTexts()).map((text) => text.trim()), { timeout: 60_000 })
    .toEqual(columns.map(({ name }) => name))
  const lineage = await panel.locator('[data-lineage]').textContent()
  for (const name of [
    'warehouse.fct_subscriptions',
    'marts.mart_mrr_movement',
    'subscription_months',
    'Subscriptions and loyalty',
  ])
    expect(lineage).toContain(name)
  expect(complaints).toEqual([])
  await leave()
}
