import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../services/ports.ts'
import { openBrowser } from '../../services/print/browser.ts'
import { type Checkout, copyCheckout } from '../company/checkout.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

/* What somebody sees who edits a page in `clientele reports dev`: in the browser, and in the terminal. */

const reports = join(import.meta.dirname, '../../reports')
const slowly = { timeout: 180_000 }
let checkout: Checkout
let db: TestDatabase
let browser: Browser
let page: Page
let preview: ChildProcess
const told: string[] = []

const query = 'measures: [data_quality.entity_count]\n'
const text = `---
title: Loop
---

\`\`\`sql found
select * from company.loop
\`\`\`

<p id="text">first text</p>

<p id="count">{found[0]?.entity_count}</p>

<p id="state">{state}</p>

<script>
import { onMount as whenMounted } from 'svelte'
let state = 'drawn by the server'
whenMounted(() => { state = 'in the browser' })
</script>
`

beforeAll(async () => {
  db = await cloneDatabase('built')
  checkout = copyCheckout()
  const left = ['node_modules', 'build', '.evidence'].map((name) => join(reports, name))
  cpSync(reports, join(checkout.root, 'reports'), { recursive: true, filter: (path) => !left.includes(path) })
  symlinkSync(join(reports, 'node_modules'), join(checkout.root, 'reports', 'node_modules'))
  checkout.write('pages/loop.yaml', query)
  checkout.write('pages/loop.md', text)
  const [opened, url] = await Promise.all([openBrowser(), start()])
  browser = opened
  page = await browser.newPage()
  page.setDefaultTimeout(slowly.timeout)
  await page.goto(`${url}/company/loop`)
  // the server draws the text long before the browser runs the page, which a change could overtake on a busy machine
  await page.locator('#state').getByText('in the browser').waitFor()
})
afterAll(async () => {
  await browser?.close()
  preview?.kill('SIGINT')
  if (preview?.exitCode === null) await once(preview, 'exit')
  checkout?.remove()
  await db?.drop()
})

async function start(): Promise<string> {
  preview = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'cli/main.ts', 'reports', 'dev', '--json'],
    {
      cwd: checkout.root,
      env: {
        ...process.env,
        DATABASE_URL: db.url,
        CLIENTELE_HOME: join(checkout.root, '.clientele'),
        CLIENTELE_CUBE_PORT: String(await freePort()),
        CLIENTELE_PREVIEW_PORT: String(await freePort()),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  if (!preview.stdout) throw new Error('The preview has no output.')
  const lines = createInterface(preview.stdout)
  const ready = new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const event = JSON.parse(line)
      if (event.type === 'ready') resolve(event.url)
      else told.push(event.text ?? line)
    })
    lines.once('close', () => reject(new Error(`The preview ended:\n${told.join('\n')}`)))
  })
  return ready
}

/** Replaces text in a file of the checkout, and says how long it takes until `isShown`. */
async function edit(what: string, file: string, from: string, to: string, isShown: () => Promise<unknown>) {
  const path = join(checkout.root, file)
  const before = readFileSync(path, 'utf8')
  expect(before).toContain(from)
  const began = performance.now()
  writeFileSync(path, before.replace(from, to))
  await isShown()
  process.stdout.write(`${what} was seen after ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
}

const shows = (id: string, expected: string) => () =>
  expect.poll(() => page.locator(`#${id}`).textContent(), slowly).toBe(expected)
const isTold = (part: RegExp) => () => expect.poll(() => told.join('\n'), slowly).toMatch(part)

async function entities(where: string): Promise<string> {
  const { rows } = await db.pool.query<{ n: string }>(
    `select count(*) as n from ops.source_freshness where ${where}`,
  )
  return rows[0]?.n ?? ''
}

test('what is saved is in the browser without a restart', async () => {
  await shows('text', 'first text')()
  await shows('count', await entities('true'))()

  await edit('A page', 'company/pages/loop.md', 'first text', 'second text', shows('text', 'second text'))
  const ofShopify = 'filters: [{ member: data_quality.source, operator: equals, values: [shopify] }]'
  const shopify = await entities("source = 'shopify'")
  await edit(
    'A query',
    'company/pages/loop.yaml',
    '_count]\n',
    `_count]\n${ofShopify}\n`,
    shows('count', shopify),
  )
  const orders = await entities("source = 'shopify' and entity like '%orders'")
  expect(orders).not.toBe(shopify)
  const counted = 'description: Source entities, type: count'
  const narrower = `${counted}, filters: [{ sql: "{CUBE}.entity like '%orders'" }]`
  await edit('A measure', 'model/cubes/source_freshness.yml', counted, narrower, shows('count', orders))
})

test('a fault is named with its file and line, and correcting it is enough', async () => {
  const view = 'model/views/data_quality.yml'
  await edit(
    'A fault of a view',
    view,
    'path: source_freshness',
    'path: source_frshness',
    isTold(/model\/views\/data_quality\.yml:6 .*source_frshness/),
  )
  await edit(
    'A fault of a query',
    'company/pages/loop.yaml',
    '[data_quality.entity_count]',
    '[data_quality.entity_cuont]',
    isTold(/company\/pages\/loop\.yaml:1 .*entity_cuont/),
  )
  await edit(
    'A fault of a page',
    'company/pages/loop.md',
    '<p id="text">',
    '{#if found}<p id="text">',
    isTold(/company\/pages\/loop\.md:9 /),
  )
  await page.locator('#text').waitFor({ state: 'detached' })
  await edit(
    'Its correction',
    'company/pages/loop.md',
    '{#if found}<p id="text">second',
    '<p id="text">third',
    shows('text', 'third text'),
  )
  await edit(
    'The correction of the view',
    view,
    'source_frshness',
    'source_freshness',
    isTold(/Cube serves the model as its files are\s*$/),
  )
})
