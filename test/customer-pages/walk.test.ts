import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { searchAudit } from '../../services/access/audit.ts'
import { openBrowser } from '../../services/print/browser.ts'
import { useDatabase } from '../harness/database.ts'
import { openPages, type Pages, type Visitor } from './site.ts'

/** With CLIENTELE_PICTURES, pictures of all pages are put into that folder, to be looked at. */
const pictures = process.env.CLIENTELE_PICTURES
const database = useDatabase('sample')
let pages: Pages
let browser: Browser
let steward: Visitor
let agent: Visitor
let customer: { customer_key: string; full_name: string }

beforeAll(async () => {
  pages = await openPages(database)
  browser = await openBrowser()
  steward = await pages.reader('walker', ['pii'])
  agent = await pages.reader('caller', ['agent'])
  const { rows } = await database.pool.query(`
    select customer_key::text, full_name from pii.dim_customer join marts.mart_customer_360 using (customer_key)
    where full_name is not null order by order_count desc, customer_key limit 1`)
  customer = rows[0]
  if (pictures) await mkdir(pictures, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  await pages?.stop()
})

const wide = { viewport: { width: 1360, height: 900 } }
const looks = {
  light: { ...wide, colorScheme: 'light' },
  dark: { ...wide, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true },
} satisfies Record<string, BrowserContextOptions>

async function visit(who: Visitor, options: BrowserContextOptions = looks.light) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
  await context.addCookies([{ ...who.cookie, url: pages.url }])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(pages.url).origin) complaints.push(`asked ${request.url()}`)
  })
  return { page, complaints, leave: () => context.close() }
}

const results = z.array(
  z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.object({ html: z.string() })) }),
)

/** What axe finds on the page that is serious, as it writes it. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = results.parse(await page.evaluate('axe.run().then(({ violations }) => violations)'))
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

async function addresses(): Promise<Record<string, string>> {
  const { rows } = await database.pool.query(`
    select record_key_a as a, record_key_b as b from identity.identity_review order by weight desc nulls last limit 1`)
  const [pair] = rows
  const key = customer.customer_key
  return {
    search: '/customers',
    found: `/customers?q=${encodeURIComponent(customer.full_name)}`,
    nobody: '/customers?q=nobody-is-called-this',
    customer: `/customers/${key}`,
    filtered: `/customers/${key}?type=no+such+thing`,
    why: `/customers/${key}/why`,
    missing: '/customers/12345',
    queue: '/steward',
    blind: `/steward/pair/${pair.a}/${pair.b}?blind=1`,
    pair: `/steward/pair/${pair.a}/${pair.b}`,
    link: '/steward/link?one=nobody&other=nobody',
    split: `/steward/split/${key}`,
    decisions: '/steward/decisions',
    members: '/members',
  }
}

test('every page has no serious fault for anybody, fits its window, and asks nobody else', async () => {
  const faults: string[] = []
  for (const [look, options] of Object.entries(looks)) {
    const { page, complaints, leave } = await visit(steward, options)
    for (const [name, address] of Object.entries(await addresses())) {
      await page.goto(pages.url + address)
      // so that what opens is looked at, too
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
      const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      if (wider !== 0) faults.push(`${name}, ${look}: ${wider} pixels too wide`)
      faults.push(...(await violations(page)).map((fault) => `${name}, ${look}: ${fault}`))
      if (pictures) {
        await page.reload()
        await page.screenshot({ path: join(pictures, `${name}-${look}.png`), fullPage: true })
      }
    }
    // the browser reports answers of 404 that were meant
    expect(complaints.filter((text) => !/status of 404/.test(text))).toEqual([])
    await leave()
  }
  expect(faults).toEqual([])
})

test('a walk: search as it is typed, one customer, a filter of the timeline, older contacts', async () => {
  const { page, complaints, leave } = await visit(agent)
  await page.goto(`${pages.url}/customers`)
  expect(await page.evaluate('document.activeElement.id')).toBe('q')
  await page.keyboard.type(customer.full_name.slice(0, -1))
  await page.locator('.found a').first().waitFor()
  expect(page.url()).toContain('?q=')
  const hit = page.locator(`.found a[href$="/customers/${customer.customer_key}"]`)
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press('ArrowDown')
    if (await hit.evaluate((link) => link === link.ownerDocument.activeElement)) break
  }
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/customers/${customer.customer_key}`)
  expect(await page.locator('h1').textContent()).toBe(customer.full_name)
  // the source of the first value, with the keyboard
  const source = page.locator('.from').first()
  await source.locator('summary').focus()
  await page.keyboard.press('Enter')
  expect(await source.locator('div').isVisible()).toBe(true)
  await page.getByRole('link', { name: /^order placed/ }).click()
  await page.waitForURL('**?type=order+placed**')
  const sentences = await page.locator('.timeline .what > span:first-child').allTextContents()
  expect(sentences.length).toBeGreaterThan(5)
  expect(sentences.filter((text) => !text.startsWith('Ordered'))).toEqual([])
  await page.goto(`${pages.url}/customers/${customer.customer_key}`)
  const [newest] = await page.locator('time').allTextContents()
  await page.getByRole('link', { name: 'Older contacts' }).click()
  await page.getByRole('link', { name: 'Newest' }).waitFor()
  expect((await page.locator('time').allTextContents())[0]).not.toBe(newest)
  expect(complaints).toEqual([])
  await leave()
})

test('a steward asks for what is hidden, decides with single keys, and undoes it', async () => {
  const { page, complaints, leave } = await visit(steward)
  await page.goto(`${pages.url}/customers/${customer.customer_key}`)
  expect(await page.locator('a[href^="mailto:"]').count()).toBe(0)
  await page.getByLabel('Why do you need it?').fill('an open case')
  await page.keyboard.press('Enter')
  await page.locator('a[href^="mailto:"]').waitFor()
  const [entry] = await searchAudit(database.pool, { reader: 'walker', action: 'reveal', limit: 1 })
  expect(entry).toMatchObject({ reason: 'an open case', customerKey: customer.customer_key })

  await page.goto(`${pages.url}/steward`)
  await page.getByRole('link', { name: 'Begin with the first' }).click()
  const first = page.url()
  await page.locator('[data-shortcuts] input').waitFor()
  // a key that is typed into a text is not a decision
  await page.getByLabel('Why (optional').fill('d')
  await page.locator('h1').click()
  await page.keyboard.press('k')
  await page.waitForURL((url) => url.href !== first)
  await page.goBack()
  await page.waitForURL(first)
  await page.keyboard.press('d')
  await page.getByText('Saved: two people').waitFor()
  expect(page.url()).not.toBe(first)
  await page.getByRole('button', { name: /^Undo/ }).click()
  await page.getByText(/^Undone:/).waitFor()
  await page.goto(`${pages.url}/steward`)
  await page.getByRole('link', { name: 'Begin with the first' }).click()
  expect(page.url()).toBe(first)
  // keys can be turned off
  await page.getByLabel('Decide with single keys').uncheck()
  await page.locator('h1').click()
  await page.keyboard.press('d')
  await page.reload()
  expect(page.url()).toBe(first)
  expect(await page.getByLabel('Decide with single keys').isChecked()).toBe(false)
  expect(complaints).toEqual([])
  await leave()
})

test('everything can be reached with the Tab key, and where it is can be seen', async () => {
  const { page, leave } = await visit(steward)
  const { pair = '', customer: one = '', members = '' } = await addresses()
  for (const address of [pair, one, members]) {
    await page.goto(pages.url + address)
    const all = await page.evaluate(
      '[...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary")].filter((each) => each.checkVisibility()).length',
    )
    const seen = new Set<unknown>()
    for (let step = 0; step < Number(all) + 5; step++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(`(() => {
        const { activeElement: at } = document
        if (!at || at === document.body) return null
        at.dataset.seen ??= String(document.querySelectorAll('[data-seen]').length)
        const { outlineStyle, outlineWidth } = getComputedStyle(at)
        return { number: at.dataset.seen, isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 }
      })()`)
      const found = z.object({ number: z.string(), isMarked: z.boolean() }).nullable().parse(at)
      if (found === null) continue
      expect(found.isMarked).toBe(true)
      seen.add(found.number)
    }
    expect(seen.size).toBeGreaterThanOrEqual(Number(all))
  }
  await leave()
})

test('without scripts, all can be read, and people be found, filtered and decided about', async () => {
  const { page, leave } = await visit(steward, { ...looks.light, javaScriptEnabled: false })
  await page.goto(`${pages.url}/customers`)
  await page.getByRole('searchbox').fill(customer.full_name)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.locator(`.found a[href$="/customers/${customer.customer_key}"]`).click()
  expect(await page.locator('h1').textContent()).toBe(customer.full_name)
  await page.getByRole('link', { name: /^order placed/ }).click()
  expect(page.url()).toContain('type=order+placed')
  await page.goto(`${pages.url}/steward`)
  await page.getByRole('link', { name: 'Begin with the first' }).click()
  await page.getByRole('button', { name: /^Not sure/ }).click()
  expect(await page.getByText('Saved: not sure').count()).toBe(1)
  await page.getByRole('button', { name: /^Undo/ }).click()
  expect(await page.getByText(/^Undone:/).count()).toBe(1)
  await leave()
})

test('a search that is not answered says so', async () => {
  const { page, leave } = await visit(agent)
  await page.goto(`${pages.url}/customers`)
  await page.route('**/customers?q=*', (route) => route.abort())
  await page.keyboard.type('somebody')
  await page.getByText('The search was not answered').waitFor()
  await leave()
})
