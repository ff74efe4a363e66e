import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { ClienteleError } from '#engine'
import { company } from '#settings'
import { operator } from '../access/operator.ts'
import { newToken } from '../access/tokens.ts'
import { keyDoor } from '../gateway/door.ts'
import { startGateway } from '../gateway/gateway.ts'
import { freePort } from '../ports.ts'
import { currentPages, type Pages } from '../reports/pages.ts'
import type { Settings } from '../settings.ts'
import { openBrowser } from './browser.ts'

/** What of the pages is asked for. */
export type Selection = {
  /** Addresses of pages, such as `/churn/`; all pages of the menu if there are none. */
  readonly paths: readonly string[]
  /** Filters of the pages, as in their address: `{ market: 'Ireland' }`. */
  readonly filters: Readonly<Record<string, string>>
  readonly onProgress?: (text: string) => void
}

export type OpenPage = { readonly page: Page; readonly path: string; readonly title: string }

/**
 * Resolves when the filters of the address are chosen and what the page asked its database is answered and shown: ten times
 * in a row, because an answer can lead to another question. The network is quiet long before on a busy machine.
 */
const untilAnswered = `new Promise((resolve) => {
  let quiet = 0
  const look = () => {
    const isAsking = document.querySelector('html[data-asking], [data-chosen=false]') !== null
    quiet = isAsking ? 0 : quiet + 1
    if (quiet === 10) resolve()
    else setTimeout(look, 50)
  }
  look()
})`

/** A width at which charts and tables of a page fit on paper, in pixels. */
const view = { width: 1120, height: 1400 }

/**
 * Opens the pages that readers see, one after the other, in a browser, and lets `use` take what it wants from each.
 *
 * Errors: `reports-not-drawn`, `page-unknown`, `browser-missing`.
 */
export async function eachPage<T>(
  settings: Settings,
  { paths, filters, onProgress }: Selection,
  use: (open: OpenPage) => Promise<T>,
): Promise<T[]> {
  const pages = await currentPages(settings)
  if (!pages)
    throw new ClienteleError(
      'reports-not-drawn',
      'There are no pages yet. Run `npm start` until the reports are drawn, and run the command again.',
      { home: settings.stateDir },
    )
  const key = newToken()
  const server = await serve(settings, pages, key)
  let browser: Browser | undefined
  try {
    browser = await openBrowser()
    const look: BrowserContextOptions = {
      colorScheme: 'light',
      locale: company.locale,
      viewport: view,
      // a service worker would ask without the key
      serviceWorkers: 'block',
      extraHTTPHeaders: { authorization: `Bearer ${key}` },
    }
    const page = await (await browser.newContext(look)).newPage()
    const search = new URLSearchParams(filters).toString()
    const open = async (path: string): Promise<OpenPage> => {
      await page.goto(`${server.url}${settings.basePath}${path}${search && `?${search}`}`, {
        waitUntil: 'networkidle',
      })
      await page.locator('article h1').waitFor()
      await page.evaluate(untilAnswered)
      return { page, path, title: (await page.locator('article h1').textContent()) ?? path }
    }
    const menu = await addressesOfMenu((await open('/')).page, settings)
    const asked = paths.length === 0 ? menu : paths.map(pathOf)
    const results: T[] = []
    for (const path of asked) {
      onProgress?.(path)
      if (!menu.includes(path) && !(await page.request.get(server.url + settings.basePath + path)).ok())
        throw unknown(path, menu)
      results.push(await use(await open(path)))
    }
    return results
  } finally {
    await browser?.close()
    await server.stop()
  }
}

/** The pages, for who has the key. */
async function serve(settings: Settings, pages: Pages, key: string) {
  const ports = { ...settings.ports, gateway: await freePort() }
  return startGateway(
    { ...settings, host: '127.0.0.1', ports },
    {
      pages: () => pages,
      isDrawing: () => false,
      readiness: () => Promise.reject(new Error('These pages are served to be printed.')),
    },
    keyDoor(key, operator),
  )
}

async function addressesOfMenu(page: Page, { basePath }: Settings): Promise<string[]> {
  const links = await page.locator('aside a[href]').all()
  const addresses = await Promise.all(links.map((link) => link.getAttribute('href')))
  return [
    ...new Set(
      addresses.map((address) => pathOf(new URL(address ?? '', page.url()).pathname.slice(basePath.length))),
    ),
  ]
}

/** `churn` is at `/churn/`. */
function pathOf(text: string): string {
  const name = text.replace(/^\/+|\/+$/g, '')
  return name === '' ? '/' : `/${name}/`
}

function unknown(path: string, menu: readonly string[]): ClienteleError {
  return new ClienteleError(
    'page-unknown',
    `There is no page at ${path}. The pages are ${menu.join(', ')}, and those that they link to.`,
    { path },
  )
}
