import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1360, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1360, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
  'phone in the dark': { colorScheme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>
export type Look = keyof typeof looks
export const lookNames: readonly Look[] = ['light', 'dark', 'phone', 'phone in the dark']

export type Visit = {
  readonly page: Page
  /** What went wrong while the page was open: errors, failed requests, requests to other hosts. */
  readonly complaints: string[]
  leave(): Promise<void>
}

/** One profile for each look, so that scripts and DuckDB are loaded and compiled once for all pages. */
const profiles = new WeakMap<Browser, Map<Look, Promise<BrowserContext>>>()

function profileOf(browser: Browser, look: Look): Promise<BrowserContext> {
  const known = profiles.get(browser) ?? new Map<Look, Promise<BrowserContext>>()
  profiles.set(browser, known)
  const profile = known.get(look) ?? newProfile(browser, look)
  known.set(look, profile)
  return profile
}

async function newProfile(browser: Browser, look: Look): Promise<BrowserContext> {
  const profile = await browser.newContext({
    ...looks[look],
    timezoneId: 'America/Los_Angeles',
    locale: 'en-US',
  })
  // a page waits for its turn on a busy machine; only a hang reaches this
  profile.setDefaultTimeout(300_000)
  return profile
}

/** Opens a page as a reader in another time zone would, and waits until it is rendered. */
export async function visit(
  browser: Browser,
  site: string,
  path: string,
  look: Look,
  session?: { readonly name: string; readonly value: string },
): Promise<Visit> {
  const page = await (await profileOf(browser, look)).newPage()
  if (session) await page.context().addCookies([{ ...session, url: site }])
  const complaints: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(site).origin)
      complaints.push(`asked ${url.href}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed'
    // Arrow closes the connection after the last row
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason}: ${request.url()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  await page.goto(site + path, { waitUntil: 'networkidle' })
  await page.locator('article h1').waitFor()
  return { page, complaints, leave: () => page.close() }
}

const inPage = await readFile(join(import.meta.dirname, 'in-page.js'), 'utf8')

/** The problems that a check of in-page.js finds. */
export async function findings(page: Page, check: 'cutOff' | 'violations'): Promise<unknown> {
  if (check === 'violations') await page.evaluate(axe.source)
  return page.evaluate(`${inPage}; checks.${check}()`)
}
