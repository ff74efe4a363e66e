import axe from 'axe-core'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordAccess } from '../../../services/access/audit.ts'
import { makeLink } from '../../../services/access/links.ts'
import { addSqlUser } from '../../../services/cube/sql-users.ts'
import { openBrowser } from '../../../services/print/browser.ts'
import { useDatabase } from '../../harness/database.ts'
import { openGateway, signedIn } from '../../harness/gateway.ts'

/* The pages by which people come in and look after their account, in a browser. */

const database = useDatabase()
let gateway: Awaited<ReturnType<typeof openGateway>>
let browser: Browser
let session: { name: string; value: string }
let link: string

beforeAll(async () => {
  ;[browser, gateway] = await Promise.all([
    openBrowser(),
    openGateway(database.pool, [], {
      CLIENTELE_OIDC_ISSUER: 'https://login.example.com/',
      CLIENTELE_OIDC_CLIENT_ID: 'clientele',
      CLIENTELE_OIDC_GROUPS: 'desk=agent',
    }),
  ])
  const [name = '', value = ''] = (await signedIn(gateway, database.pool, 'ann', ['admin', 'pii'])).split('=')
  session = { name, value }
  await addSqlUser(database.pool, 'ben', 'a long enough password', ['agent'])
  link = await makeLink(database.pool, 'ben')
  await recordAccess(
    database.pool,
    Array.from({ length: 120 }, (_, number) => ({
      reader: { kind: 'person', name: 'ann', groups: ['pii'], markets: null },
      action: 'reveal',
      way: 'page',
      address: '192.0.2.1',
      customerKey: String(number),
      fields: ['email', 'phone', 'street'],
      reason: 'The customer calls about a parcel that was left with a neighbour',
    })),
  )
})
afterAll(async () => {
  await browser?.close()
  await gateway?.stop()
})

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light', viewport: { width: 1360, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1360, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
}
const pages: Readonly<Record<string, () => string>> = {
  'sign-in': () => '/sign-in?to=/churn/',
  welcome: () => link,
  'used-link': () => '/welcome?link=none',
  account: () => '/account',
  'sign-out': () => '/sign-out',
  audit: () => '/audit?reader=ann',
  'audit-question': () => '/audit?customer=nobody',
}
const open = ['sign-in', 'welcome', 'used-link']

async function visit(name: string, look: string) {
  const context = await browser.newContext(looks[look])
  if (!open.includes(name)) await context.addCookies([{ ...session, url: gateway.url }])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // a status that the page has on purpose
    if (!/Failed to load resource.*4\d\d/.test(message.text())) complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(gateway.url)) complaints.push(`asked ${request.url()}`)
  })
  await page.goto(gateway.url + pages[name]?.(), { waitUntil: 'networkidle' })
  return { page, complaints, leave: () => context.close() }
}

test.each(Object.keys(pages).flatMap((name) => Object.keys(looks).map((look) => [name, look] as const)))(
  '%s (%s) is readable by everybody, fits, and needs nothing from elsewhere',
  async (name, look) => {
    const { page, complaints, leave } = await visit(name, look)
    const folder = process.env.CLIENTELE_PICTURES
    if (folder) await page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true })
    await page.evaluate(axe.source)
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
    )
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect({ violations, overflow, complaints }).toEqual({ violations: [], overflow: 0, complaints: [] })
    await leave()
  },
)

test('a person signs in and changes the password with the keyboard alone', async () => {
  await addSqlUser(database.pool, 'cy', 'a long enough password', ['agent'])
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${gateway.url}/account`)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  // the browser puts the cursor there a moment after the page is loaded, and keys before that are lost
  await page.locator('[name=name]:focus').waitFor()
  await page.keyboard.type('cy')
  await page.keyboard.press('Tab')
  await page.keyboard.type('a long enough password')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${gateway.url}/account`)
  await page.getByLabel('Current password').focus()
  for (const text of ['a long enough password', 'another long password', 'another long password']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.waitForURL(`${gateway.url}/account?changed`)
  expect(await page.getByRole('status').textContent()).toContain('changed')
  await context.close()
})
