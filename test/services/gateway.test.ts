import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Content, type Gateway, startGateway } from '../../services/gateway/gateway.ts'
import { isServedHost } from '../../services/gateway/hosts.ts'
import { plainHttpWarning } from '../../services/gateway/plain-http.ts'
import { freePort } from '../../services/ports.ts'
import { loadSettings } from '../../services/settings.ts'
import { openDoor } from '../harness/door.ts'
import { readiness } from '../harness/readiness.ts'

let home: string
let gateway: Gateway
let folder: string
let port: number
let isDrawing = false
const script = 'clientele '.repeat(1000)
const served: Content = {
  pages: () => ({ folder, stamp: '', runId: 7, builtAt: '', broken: [] }),
  isDrawing: () => isDrawing,
  readiness: async () => readiness,
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clientele-gateway-'))
  folder = join(home, 'pages', 'one')
  await mkdir(join(folder, '_app', 'immutable'), { recursive: true })
  await mkdir(join(folder, 'segments'))
  await writeFile(join(folder, 'index.html'), 'summary')
  await writeFile(join(folder, 'segments', 'index.html'), 'segments')
  await writeFile(join(folder, '_app', 'immutable', 'a.js'), 'a')
  await writeFile(join(folder, 'table.parquet'), '0123456789')
  const long = join(folder, '_app', 'immutable', 'long.js')
  await writeFile(long, script)
  await writeFile(`${long}.br`, brotliCompressSync(script))
  await writeFile(`${long}.gz`, gzipSync(script))
  await writeFile(join(folder, '.hidden'), 'hidden')
  await writeFile(join(home, 'secret'), 'secret')
  port = await freePort()
  const settings = loadSettings({
    CLIENTELE_HOME: home,
    CLIENTELE_PORT: `${port}`,
    CLIENTELE_HOSTS: 'reports.example.com, Other.example.com',
  })
  gateway = await startGateway(settings, served, openDoor)
})
afterAll(async () => {
  await gateway.stop()
  await rm(home, { recursive: true })
})

const get = (path: string) => fetch(`${gateway.url}${path}`)

test('addresses of before lead to the section that their pages are in now', async () => {
  for (const [path, to] of [
    ['/identity', '/data/identity/'],
    ['/match-weights/?x=1', '/data/match-weights/?x=1'],
    ['/freshness/', '/data/freshness/'],
  ] as const) {
    const response = await fetch(`${gateway.url}${path}`, { redirect: 'manual' })
    expect(response.status).toBe(308)
    expect(new URL(response.headers.get('location') ?? '', gateway.url + path).href).toBe(gateway.url + to)
  }
  expect((await get('/identity/more')).status).toBe(404)
})

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

type Answer = { status: number; headers: Record<string, string>; body: string }

/** Sends bytes as they are and reads the whole answer. */
function send(bytes: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', ...rest] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
      const [line = '', ...lines] = head.split('\r\n')
      const headers = lines.map((header) => header.split(/: ?(.*)/s).slice(0, 2))
      const named = Object.fromEntries(headers.map(([name = '', value = '']) => [name.toLowerCase(), value]))
      resolve({ status: Number(line.split(' ')[1]), headers: named, body: rest.join('\r\n\r\n') })
    })
  })
}

const ask = (line: string, host = 'localhost', ...more: string[]) =>
  send([line, `Host: ${host}`, 'Connection: close', ...more, '', ''].join('\r\n'))

function expectSafe({ headers }: Answer): void {
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
}

test.each([
  ['a page', 200, () => ask('GET / HTTP/1.1')],
  ['a page without its body', 200, () => ask('HEAD / HTTP/1.1')],
  ['the state', 200, () => ask('GET /readyz HTTP/1.1')],
  ['a sign of life', 200, () => ask('GET /livez HTTP/1.1')],
  ['a page by HTTP 1.0', 200, () => ask('GET / HTTP/1.0')],
  ['part of a file', 206, () => ask('GET /table.parquet HTTP/1.1', 'localhost', 'Range: bytes=2-4')],
  ['no part of a file', 416, () => ask('GET /table.parquet HTTP/1.1', 'localhost', 'Range: bytes=20-')],
  ['a file the reader has', 304, () => ask('GET / HTTP/1.1', 'localhost', 'If-None-Match: *')],
  ['an unknown address', 404, () => ask('GET /none HTTP/1.1')],
  ['an address that cannot be decoded', 400, () => ask('GET /%zz HTTP/1.1')],
  ['an address with a bad escape further on', 400, () => ask('GET /a/%c0%ae HTTP/1.1')],
  ['no HTTP', 400, () => send('hello\r\n\r\n')],
  ['an unknown version', 400, () => send('GET / HTTP/7.7\r\nHost: localhost\r\n\r\n')],
  ['two lengths', 400, () => ask('GET / HTTP/1.1', 'localhost', 'Content-Length: 1', 'Content-Length: 2')],
  ['headers that are too long', 431, () => ask('GET / HTTP/1.1', 'localhost', `X: ${'x'.repeat(20_000)}`)],
  ['an expectation', 417, () => ask('GET / HTTP/1.1', 'localhost', 'Expect: miracles')],
  ['no host', 421, () => send('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')],
  ['another host', 421, () => ask('GET /readyz HTTP/1.1', 'evil.example')],
  ['something to store', 405, () => ask('POST / HTTP/1.1', 'localhost', 'Content-Length: 0')],
  ['something to delete', 405, () => ask('DELETE / HTTP/1.1')],
  ['what is allowed', 405, () => ask('OPTIONS * HTTP/1.1')],
  ['a trace', 405, () => ask('TRACE / HTTP/1.1')],
])('the answer to %s is %i, and has the security headers', async (_what, status, asked) => {
  const answer = await asked()
  expect(answer.status).toBe(status)
  expectSafe(answer)
  if (status >= 400) expect(answer.body).toMatch(/[.!]\s*$|<\/html>\s*$/)
})

test('what fails while it is answered says nothing of the machine', async () => {
  const pages = served.pages
  served.pages = () => {
    throw new Error('/home/secret is missing')
  }
  const answer = await ask('GET / HTTP/1.1').finally(() => {
    served.pages = pages
  })
  expect(answer.status).toBe(500)
  expect(answer.body).not.toContain('secret')
  expectSafe(answer)
})

test.each([
  'localhost',
  'LOCALHOST:80',
  '127.0.0.1',
  '[::1]:3000',
  'reports.example.com',
  'other.example.com.',
])('the gateway answers to %s', async (host) => {
  expect((await ask('GET / HTTP/1.1', host)).status).toBe(200)
})

test('the gateway answers to no other host', async () => {
  const { hosts, host } = loadSettings({ CLIENTELE_HOSTS: 'reports.example.com' })
  const known = ['localhost', '127.0.0.1', '[::1]', 'reports.example.com']
  const near = fc
    .tuple(fc.constantFrom(...known), fc.string({ maxLength: 6 }), fc.boolean())
    .map(([name, text, isBefore]) => (isBefore ? text + name : name + text))
    .filter((name) => !known.includes(name.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')))
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.ipV4(), near), (name) => {
      fc.pre(!known.includes(name))
      expect(isServedHost(name, { host, hosts }, '127.0.0.1')).toBe(false)
    }),
  )
})

test('on every address, the gateway also answers to the address that was asked', () => {
  const everywhere = { host: '0.0.0.0', hosts: [] }
  expect(isServedHost('192.168.1.5:3000', everywhere, '::ffff:192.168.1.5')).toBe(true)
  expect(isServedHost('[fe80::1]', { host: '::', hosts: [] }, 'fe80::1')).toBe(true)
  expect(isServedHost('192.168.1.6', everywhere, '192.168.1.5')).toBe(false)
  expect(isServedHost('evil.example', everywhere, '192.168.1.5')).toBe(false)
})

/** Fetch decompresses and hides the encoding; this does neither. */
function raw(path: string, headers: Record<string, string>, method = 'GET') {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const asked = request({ port, path, method, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        })
      })
      asked.on('error', reject).end()
    },
  )
}

test('a compressed copy is sent to those who accept it, as the file that was asked for', async () => {
  const path = '/_app/immutable/long.js'
  const copies = { br: brotliCompressSync(script), gzip: gzipSync(script), identity: Buffer.from(script) }
  const etags = new Set<unknown>()
  for (const [encoding, body] of Object.entries(copies)) {
    const answer = await raw(path, { 'accept-encoding': encoding })
    expect(answer.body.equals(body)).toBe(true)
    expect(answer.headers).toMatchObject({
      vary: 'accept-encoding',
      'content-type': expect.stringContaining('javascript'),
      'content-length': `${body.length}`,
    })
    expect(answer.headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding)
    etags.add(answer.headers.etag)
    const head = await raw(path, { 'accept-encoding': encoding }, 'HEAD')
    expect([head.headers['content-length'], head.body.length]).toEqual([`${body.length}`, 0])
    const again = await raw(path, { 'accept-encoding': encoding, 'if-none-match': `${answer.headers.etag}` })
    expect(again.status).toBe(304)
  }
  expect(etags.size).toBe(3)
  for (const copy of ['.br', '.gz']) expect((await get(path + copy)).status).toBe(404)
})

test('a range is part of the file itself, although a compressed copy exists', async () => {
  const answer = await raw('/_app/immutable/long.js', { 'accept-encoding': 'br', range: 'bytes=10-18' })
  expect([answer.status, answer.body.toString()]).toEqual([206, 'clientele'])
  expect(answer.headers).toMatchObject({ 'content-range': `bytes 10-18/${script.length}` })
  expect(answer.headers['content-encoding']).toBeUndefined()
})

test('readyz answers 200 when all is up and 503 when not', async () => {
  expect(await (await get('/readyz')).json()).toEqual(readiness)
  readiness.status = 'unready'
  expect((await get('/readyz')).status).toBe(503)
  readiness.status = 'ready'
})

test('while there are no pages, a notice says so and looks again by itself', async () => {
  const { pages } = served
  served.pages = () => undefined
  for (const [drawing, seconds, heading] of [
    [false, '30', 'There are no reports yet'],
    [true, '3', 'The reports are being drawn'],
  ] as const) {
    isDrawing = drawing
    const response = await get('/')
    expect(response.status).toBe(503)
    expect(response.headers.get('refresh')).toBe(seconds)
    const text = await response.text()
    expect(text).toContain(heading)
    expect(text).not.toMatch(/\{\w+\}/)
  }
  isDrawing = false
  served.pages = pages
})

test('a person who lets others reach the gateway is told that it does not encrypt', () => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'clientele.example.com'])
    expect(plainHttpWarning({ host })).toContain(`listens at ${host} without encryption`)
  for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost'])
    expect(plainHttpWarning({ host })).toBeUndefined()
})
