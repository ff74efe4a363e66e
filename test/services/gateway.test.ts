import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Gateway, type Readiness, startGateway } from '../../services/gateway/gateway.ts'
import { freePort } from '../../services/ports.ts'
import { loadSettings } from '../../services/settings.ts'

let home: string
let gateway: Gateway
let folder: string
const readiness: Readiness = {
  status: 'ready',
  postgres: true,
  cube: { up: true, mode: 'portable', missing: ['SQL API'] },
  reports: true,
  published_at: '2026-01-01T00:00:00.000Z',
  run_id: 7,
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clientele-gateway-'))
  folder = join(home, 'pages', 'one')
  await mkdir(join(folder, '_app', 'immutable'), { recursive: true })
  await mkdir(join(folder, 'segments'))
  await writeFile(join(folder, 'index.html'), 'summary')
  await writeFile(join(folder, 'segments', 'index.html'), 'segments')
  await writeFile(join(folder, '_app', 'immutable', 'a.js'), 'a')
  await writeFile(join(folder, '.hidden'), 'hidden')
  await writeFile(join(home, 'secret'), 'secret')
  const settings = loadSettings({ CLIENTELE_HOME: home, CLIENTELE_PORT: `${await freePort()}` })
  gateway = await startGateway(settings, {
    pages: () => ({ folder, stamp: '', runId: 7, builtAt: '' }),
    readiness: async () => readiness,
  })
})
afterAll(async () => {
  await gateway.stop()
  await rm(home, { recursive: true })
})

const get = (path: string) => fetch(`${gateway.url}${path}`)

test('a page is found with and without a trailing slash', async () => {
  for (const [path, text] of [
    ['/', 'summary'],
    ['/segments', 'segments'],
    ['/segments/', 'segments'],
    ['/segments?x=1', 'segments'],
  ]) {
    const response = await get(path ?? '')
    expect([response.status, await response.text()]).toEqual([200, text])
  }
})

test('browsers cache only files whose names change with their content', async () => {
  expect((await get('/_app/immutable/a.js')).headers.get('cache-control')).toMatch(/immutable/)
  expect((await get('/')).headers.get('cache-control')).toBe('no-cache')
})

test.each(['/none', '/..%2f..%2fsecret', '/%2e%2e/%2e%2e/secret', '/.hidden', '/%00', '/segments/none'])(
  '%s answers with the page for an unknown address',
  async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('There is no report at this address')
  },
)

test('every response forbids frames, content sniffing and other hosts', async () => {
  for (const path of ['/', '/none', '/readyz']) {
    const { headers } = await get(path)
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
  }
})

test('readyz answers 200 when all is up and 503 when not', async () => {
  expect(await (await get('/readyz')).json()).toEqual(readiness)
  readiness.status = 'unready'
  expect((await get('/readyz')).status).toBe(503)
  readiness.status = 'ready'
})
