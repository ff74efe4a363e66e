import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1360, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1360, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
  'phone in the dark': { colorScheme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>
export type Look = keyof typeof looks
export const lookNames: readonly Look[] = ['light', 'dark', 'phone', 'phone in the dark']

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // a sandbox of Chromium's own cannot be had as root; the pages are ours
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-quic',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Visit = {
  readonly page: Page
  /** What went wrong while the page was open: errors, failed requests, requests to others. */
  readonly complaints: string[]
  leave(): Promise<void>
}

/** Opens a page as a reader far west of Greenwich has it, and waits until it is drawn. */
export async function visit(browser: Browser, site: string, path: string, look: Look): Promise<Visit> {
  const context = await browser.newContext({
    ...looks[look],
    timezoneId: 'America/Los_Angeles',
    locale: 'en-US',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== site)
      complaints.push(`asked ${url.href}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} for ${response.url()}`)
  })
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed'
    // Arrow hangs up when it has read the last row
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason}: ${request.url()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  await page.goto(site + path, { waitUntil: 'networkidle' })
  await page.locator('article h1').waitFor()
  return { page, complaints, leave: () => context.close() }
}

const inPage = await readFile(join(import.meta.dirname, 'in-page.js'), 'utf8')

/** What one of the checks of in-page.js finds wrong. */
export async function findings(page: Page, check: 'cutOff' | 'faint'): Promise<unknown> {
  return page.evaluate(`${inPage}; checks.${check}()`)
}
