import { readFile, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { Pages } from '../reports/pages.ts'
import type { Settings } from '../settings.ts'

export type CubeStatus = { up: boolean; mode: 'full' | 'portable'; missing: readonly string[] }

export type Readiness = {
  status: 'ready' | 'unready'
  postgres: boolean
  cube: CubeStatus
  reports: boolean
  published_at: string | null
  run_id: number | null
}

/** What the gateway serves; it asks for both at every request. */
export type Content = {
  pages(): Pages | undefined
  readiness(): Promise<Readiness>
}

/** The pages run inline scripts, and DuckDB as WebAssembly in a worker. They only connect to this server. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

export type Gateway = { readonly url: string; stop(): Promise<void> }

export async function startGateway(settings: Settings, content: Content): Promise<Gateway> {
  const notFound = await readFile(join(import.meta.dirname, 'not-found.html'), 'utf8')
  const server = fastify({ forceCloseConnections: true })
  server.addHook('onSend', async (_request, reply) => {
    reply.headers(headers)
  })
  server.get('/livez', () => ({ status: 'live' }))
  server.get('/readyz', async (_request, reply) => {
    const readiness = await content.readiness()
    return reply
      .code(readiness.status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(readiness)
  })
  await servePages(server, settings, content, notFound)
  await server.listen({ port: settings.ports.gateway, host: settings.host })
  return { url: `http://${urlHost(settings.host)}:${settings.ports.gateway}`, stop: () => server.close() }
}

async function servePages(
  server: FastifyInstance,
  settings: Settings,
  content: Content,
  notFound: string,
): Promise<void> {
  await server.register(fastifyStatic, { root: settings.stateDir, serve: false, cacheControl: false })
  const missing = (reply: FastifyReply) =>
    reply.code(404).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notFound)
  server.setNotFoundHandler((_request, reply) => missing(reply))
  server.get('/*', async (request, reply) => {
    const folder = content.pages()?.folder
    const file = folder && (await pageFile(folder, request.url))
    if (!file) return missing(reply)
    const isImmutable = file.startsWith(join('_app', 'immutable'))
    reply.header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    return reply.sendFile(file, folder)
  })
}

/** The file for a URL, relative to the folder. The URL of a page is the path of its folder. */
async function pageFile(folder: string, url: string): Promise<string | undefined> {
  const path = decode(url.split(/[?#]/)[0] ?? '/')
  if (path === undefined || path.includes('\0')) return undefined
  const relative = normalize(path).replace(/^[/\\]+|[/\\]+$/g, '')
  // no hidden files, and nothing outside the folder
  if (relative.split(sep).some((part) => part.startsWith('.') && part !== '.')) return undefined
  for (const file of [relative, join(relative, 'index.html'), `${relative}.html`]) {
    if ((await stat(join(folder, file)).catch(() => undefined))?.isFile()) return file
  }
  return undefined
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
