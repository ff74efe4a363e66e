import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { operatorHeaders } from '../../services/access/operator.ts'
import { pagesReadiness } from '../../services/gateway/readiness.ts'
import { freePort } from '../../services/ports.ts'
import { openBrowser } from '../../services/print/browser.ts'
import { brazilianSettings } from '../company/brazilian.ts'
import { type Checkout, copyCheckout } from '../company/checkout.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { findings, visit } from './browser.ts'

/* A company in BRL and America/Sao_Paulo: company/settings.ts is written, and the product is started under a path. */

const reports = join(import.meta.dirname, '../../reports')
const basePath = '/relatorios/clientela'
const money = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL', maximumFractionDigits: 0 })
let checkout: Checkout
let db: TestDatabase
let browser: Browser
let product: ChildProcess
let url: string
let session: { name: string; value: string }

beforeAll(async () => {
  db = await cloneDatabase()
  checkout = copyCheckout()
  copyReports(checkout.root)
  checkout.write('settings.ts', brazilianSettings)
  for (const [file, text] of Object.entries(ownPages)) checkout.write(`pages/${file}`, text)
  // with this seed, some orders are placed in another month in São Paulo than in UTC
  const options = ['--customers', '150', '--seed', '7']
  const sample = checkout.clientele(['sample', 'load', ...options], { DATABASE_URL: db.url })
  if (sample.code !== 0) throw new Error(sample.output)
  ;[browser, url] = await Promise.all([openBrowser(), start()])
})

const own = (title: string, table: string, body: string) =>
  `---\ntitle: ${title}\n---\n\n\`\`\`sql found\nselect * from company.${table}\n\`\`\`\n\n${body}\n`
const bySource = 'dimensions: [orders.source]\nmeasures: [orders.order_count]\n'
const chart = '<BarChart data={found} x=source y=order_count />'

/** Pages of the company: one whose chart has nothing to show, and one for each kind of fault. */
const ownPages = {
  'sources.yaml': bySource,
  'nowhere.yaml': `${bySource}filters: [{ member: orders.source, operator: equals, values: [nowhere] }]\n`,
  'misspelt.yaml': bySource.replace('order_count', 'order_cuont'),
  'empty.md': own('Empty', 'nowhere', chart),
  'misspelt.md': own('Misspelt', 'misspelt', chart),
  'column.md': own('Column', 'sources', chart.replace('order_count', 'orders')),
  'sql.md': own('SQL', 'sources where sauce is null', chart),
  'unclosed.md': own('Unclosed', 'sources', '{#if found.length}<p>some'),
}

afterAll(async () => {
  await browser?.close()
  product?.kill('SIGINT')
  if (product?.exitCode === null) await once(product, 'exit')
  checkout?.remove()
  await db?.drop()
})

function copyReports(root: string): void {
  const left = ['node_modules', 'build', '.evidence'].map((name) => join(reports, name))
  cpSync(reports, join(root, 'reports'), { recursive: true, filter: (path) => !left.includes(path) })
  symlinkSync(join(reports, 'node_modules'), join(root, 'reports', 'node_modules'))
}

/** Chooses the password of the first user by the link that the start printed. */
async function signIn(welcome: string) {
  const { origin, pathname, searchParams } = new URL(welcome)
  const password = 'uma senha bem comprida'
  const body = new URLSearchParams({ link: searchParams.get('link') ?? '', password, again: password })
  const response = await fetch(origin + pathname, { method: 'POST', body, redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([303, `${basePath}/`])
  const [name = '', value = ''] = response.headers.getSetCookie()[0]?.split(';')[0]?.split('=') ?? []
  return { name, value }
}

const asOperator = () => operatorHeaders({ stateDir: join(checkout.root, '.clientele') })

/** Builds the warehouse and the pages, and serves them. */
async function start(): Promise<string> {
  product = spawn(process.execPath, ['cli/main.ts', 'up', '--json'], {
    cwd: checkout.root,
    env: {
      ...process.env,
      DATABASE_URL: db.url,
      CLIENTELE_HOME: join(checkout.root, '.clientele'),
      CLIENTELE_PORT: String(await freePort()),
      CLIENTELE_BASE_PATH: basePath,
      CLIENTELE_CUBE_PORT: String(await freePort()),
      CLIENTELE_CUBE_SQL_PORT: String(await freePort()),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!product.stdout) throw new Error('The product has no output.')
  const lines: string[] = []
  for await (const line of createInterface(product.stdout)) {
    const event = JSON.parse(line)
    if (event.type === 'ready') {
      session = await signIn(event.welcome)
      return event.endpoints.gateway
    }
    lines.push(line)
  }
  throw new Error(`The product did not start:\n${lines.slice(-5).join('\n')}`)
}

async function read(path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, leave } = await visit(browser, url, path, 'phone', session)
  try {
    await look(page)
    expect(complaints).toEqual([])
    expect(await findings(page, 'cutOff')).toEqual([])
    expect(await page.title()).toMatch(/ · Casa Ipê$/)
    expect(await elsewhere(page)).toEqual([])
    expect(await page.locator('body').textContent()).not.toMatch(/[£$]\d|GBP|British|Hearth/)
  } finally {
    await leave()
  }
}

/** Addresses in a page that are not below the path of the reports. */
async function elsewhere(page: Page): Promise<string[]> {
  const found = await page.locator('[href], [src]').all()
  const addresses = await Promise.all(
    found.map(async (element) => (await element.getAttribute('href')) ?? (await element.getAttribute('src'))),
  )
  return addresses
    .map((address) => new URL(address ?? '', page.url()))
    .filter(({ protocol, pathname }) => protocol === 'http:' && !pathname.startsWith(`${basePath}/`))
    .map(String)
}

const rows = async <T extends object>(sql: string) => (await db.pool.query<T>(sql)).rows

test('amounts and months are written as in Brazil, and days end at midnight in São Paulo', async () => {
  const months = await rows<{ first: Date; amount: number; differs: boolean }>(`
    with sales as (
      select
        date_trunc('month', ordered_at at time zone 'America/Sao_Paulo') as month,
        date_trunc('month', ordered_at at time zone 'UTC') as utc_month,
        net_amount
      from warehouse.fct_orders
      where not is_test
    )
    select month at time zone 'UTC' as first, sum(net_amount)::float8 as amount, bool_or(month <> utc_month) as differs
    from sales
    group by month
    order by month`)
  expect(months.some(({ differs }) => differs)).toBe(true)
  const name = new Intl.DateTimeFormat('pt-BR', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const expected = months.map(({ first, amount }) => [name.format(first), money.format(amount)])
  const total = months.reduce((sum, { amount }) => sum + amount, 0)
  await read('/', async (page) => {
    const shown = await page.locator('[data-panel=months] tr').all()
    expect(await Promise.all(shown.map((row) => row.locator('th, td:nth-child(2)').allInnerTexts()))).toEqual(
      expected,
    )
    expect(await page.locator('[data-figure=revenue] .value').textContent()).toBe(money.format(total))
    expect(await page.locator('[data-about]').textContent()).toContain('in Brazilian reals')
    const bands = await page.locator('[data-panel=distribution] li .label').allInnerTexts()
    expect(bands).toContain(`${money.format(0)} to ${money.format(100)}`)
  })
})

test('segments have amounts in reais', async () => {
  await read('/segments/', async (page) => {
    expect(await page.locator('[data-segment]').count()).toBeGreaterThan(3)
    for (const text of await page.locator('[data-segment] .typical').allInnerTexts())
      expect(text).toMatch(/On average R\$\s?[\d.]+ from [\d,]+ orders?/)
  })
})

test('freshness lists only sources in use, with times on the clocks of the company', async () => {
  const [published] = await rows<{ day: Date }>('select max(published_at) as day from ops.publications')
  const time = new Intl.DateTimeFormat('pt-BR', {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: 'America/Sao_Paulo',
  })
  const entities = await rows<{ entity: string; is_loaded: boolean }>(`
    select entity, last_loaded_at is not null as is_loaded
    from ops.source_freshness
    where source in ('shopify', 'square', 'hubspot', 'stripe', 'zendesk', 'stewardship')
    order by entity collate "C"`)
  const loaded = entities.filter(({ is_loaded }) => is_loaded)
  expect(loaded.length).toBeGreaterThan(10)
  await read('/data/freshness/', async (page) => {
    const shown = (selector: string) =>
      page.locator(selector).evaluateAll((all) => all.map((one) => one.getAttribute('data-entity')))
    expect((await shown('[data-entity]')).sort()).toEqual(entities.map(({ entity }) => entity).sort())
    expect((await shown('[data-unused]')).sort()).toEqual(
      entities.flatMap(({ entity, is_loaded }) => (is_loaded ? [] : entity)).sort(),
    )
    expect(await page.locator('[data-about]').textContent()).toContain(time.format(published?.day))
  })
})

const state = z.object({ status: z.string(), pages: pagesReadiness })

test('a page that cannot be drawn says why, and the others are drawn', async () => {
  const { status, pages } = state.parse(
    await (await fetch(`${url}/readyz`, { headers: await asOperator() })).json(),
  )
  expect([status, pages.status, pages.run_id]).toEqual(['stale', 'broken', expect.any(Number)])
  const reasons = {
    column: "'orders' is not a column in the dataset",
    misspelt: 'there is no member "order_cuont" in orders. Did you mean order_count?',
    sql: 'Referenced column "sauce" not found',
    unclosed: '<p> was left open',
  }
  const { broken } = pages
  expect(broken.sort((a, b) => a.path.localeCompare(b.path))).toEqual(
    Object.entries(reasons).map(([name, reason]) => ({
      path: `/company/${name}/`,
      file: `company/pages/${name}.md`,
      reason: expect.stringContaining(reason),
      run_id: null,
    })),
  )
  for (const { path, file } of broken)
    expect(await (await fetch(url + path, { headers: await asOperator() })).text()).toContain(file)
  await read('/company/empty/', async (page) => {
    expect(await page.locator('article').textContent()).toContain('No Records')
    // a link to a broken page leaves the page, and does not draw the fault
    const link = `<a id="broken" href="${basePath}/company/sql/">SQL</a>`
    await page.evaluate(`document.querySelector('article').insertAdjacentHTML('beforeend', '${link}')`)
    await page.locator('#broken').click()
    await page.getByText('This page could not be drawn').waitFor()
    await page.goBack()
  })
})

test('a faulty model is not served, and /readyz names its fault until it is corrected', async () => {
  const faults = async () =>
    z
      .object({ model_faults: z.array(z.string()) })
      .parse(await (await fetch(`${url}/readyz`, { headers: await asOperator() })).json()).model_faults
  const view = (cube: string) =>
    `views:\n  - name: ours\n    cubes: [{ join_path: ${cube}, includes: [count] }]\n`
  checkout.write('views/ours.yml', view('fct_ordres'))
  const fault = expect.stringMatching(/^company\/views\/ours\.yml:\d+ .*fct_ordres/)
  await expect.poll(faults, { timeout: 60_000 }).toContainEqual(fault)
  rmSync(join(checkout.root, 'company/views/ours.yml'))
  await expect.poll(faults, { timeout: 60_000 }).toEqual([])
})

test('weeks begin on Sunday and financial years in January', async () => {
  const [days] = await rows<{ weeks: string; years: string }>(`
    select
      string_agg(distinct extract(isodow from week_start_date)::text, ',') as weeks,
      string_agg(distinct (financial_year - year)::text, ',') as years
    from warehouse.dim_date`)
  expect(days).toEqual({ weeks: '7', years: '0' })
})
