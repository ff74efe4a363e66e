import { readFile, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import type { Pages } from '../reports/pages.ts'
import type { Settings } from '../settings.ts'
import { type Door, guard, readerOf } from './door.ts'
import type { Readiness } from './readiness.ts'
import { createGatewayServer, refuseForm } from './server.ts'

/** What the gateway serves; it asks for both at every request. */
export type Content = {
  pages(): Pages | undefined
  /** Whether pages are being drawn, which there are none of yet. */
  isDrawing(): boolean
  readiness(): Promise<Readiness>
}

export type Gateway = { readonly url: string; stop(): Promise<void> }

/** `plugins` add routes of their own; the reader of a request is `readerOf(request)`. */
export async function startGateway(
  settings: Settings,
  content: Content,
  door: Door,
  plugins: readonly FastifyPluginAsync[] = [],
): Promise<Gateway> {
  const server = createGatewayServer(settings)
  await guard(server, settings.basePath, door)
  const open = { config: { isOpen: true } }
  server.get('/livez', open, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  )
  server.get('/readyz', open, async (request, reply) => {
    const readiness = await content.readiness()
    return (
      reply
        .code(readiness.status === 'unready' ? 503 : 200)
        .header('cache-control', 'no-store')
        // what is wrong is nothing that strangers need to know
        .send(request.admitted ? readiness : { status: readiness.status })
    )
  })
  for (const plugin of plugins) await server.register(plugin)
  await servePages(server, settings, content)
  await server.listen({ port: settings.ports.gateway, host: settings.host })
  const url = `http://${urlHost(settings.host)}:${settings.ports.gateway}`
  return { url, stop: () => server.close() }
}

async function servePages(server: FastifyInstance, settings: Settings, content: Content): Promise<void> {
  const template = (await readFile(join(import.meta.dirname, 'notice.html'), 'utf8')).replaceAll(
    '{base}',
    settings.basePath,
  )
  const notFound = notice(template, {
    status: '404',
    heading: 'There is no report at this address',
    text: 'The report may have been renamed, or the link may be incomplete.',
    href: '/',
    link: 'All reports',
  })
  const noPages = notice(template, {
    status: '503',
    heading: 'There are no reports yet',
    text:
      'They could not be drawn so far, and are tried again by themselves. The terminal that Clientele runs in, ' +
      `<code>clientele status</code> and <a href="${settings.basePath}/readyz">/readyz</a> say why.`,
    href: '/',
    link: 'Look again',
  })
  const beingDrawn = notice(template, {
    status: 'Almost there',
    heading: 'The reports are being drawn',
    text: 'The first time, this takes about a minute. They appear here by themselves.',
    href: '/',
    link: 'Look again',
  })
  const notForReader = notice(template, {
    status: '403',
    heading: 'The reports are not for your account',
    text:
      'They show the figures of all markets, to everybody who is in a group. Your account is in no group, or may see some ' +
      'markets only. Ask who runs Clientele, if that should change.',
    href: '/account',
    link: 'Your account',
  })
  await server.register(fastifyStatic, {
    root: settings.stateDir,
    serve: false,
    cacheControl: false,
    preCompressed: true,
  })
  const missing = (reply: FastifyReply) =>
    reply.code(404).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notFound)
  server.setNotFoundHandler((request, reply) =>
    request.method === 'POST' ? refuseForm(reply) : missing(reply),
  )
  server.get('/*', async (request, reply) => {
    const { groups, markets } = readerOf(request)
    if (groups.length === 0 || markets !== null) {
      // who signs in comes to `/`
      if (request.url === '/' && groups.length > 0)
        return reply.redirect(`${settings.basePath}/customers`, 303)
      return reply
        .code(403)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(notForReader)
    }
    const folder = content.pages()?.folder
    if (folder === undefined) {
      const seconds = content.isDrawing() ? '3' : '30'
      return reply
        .code(503)
        .headers({ 'cache-control': 'no-store', 'retry-after': seconds, refresh: seconds })
        .type('text/html; charset=utf-8')
        .send(content.isDrawing() ? beingDrawn : noPages)
    }
    const file = await pageFile(folder, request.url)
    if (!file) {
      const moved = movedTo(request.url)
      return moved === undefined ? missing(reply) : reply.redirect(moved, 308)
    }
    const isImmutable = file.startsWith(join('_app', 'immutable'))
    // a range is part of the file itself, not of its compressed copy
    if (request.headers.range !== undefined) delete request.headers['accept-encoding']
    reply.header('cache-control', isImmutable ? 'private, max-age=31536000, immutable' : 'no-cache')
    return reply.sendFile(file, folder)
  })
}

/** Pages that are in a section now. People keep their addresses. */
const inData = new Set(['identity', 'match-weights', 'freshness'])

/** The new address of a page, relative to the old one, so that it holds under any base path. */
function movedTo(url: string): string | undefined {
  const [, name = '', slash, query = ''] = /^\/([\w-]+)(\/?)(\?.*)?$/.exec(url) ?? []
  return inData.has(name) ? `${slash === '/' ? '../' : ''}data/${name}/${query}` : undefined
}

/** Fills the template; the values are HTML. */
function notice(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(status|heading|text|href|link)\}/g, (_, name: string) => values[name] ?? '')
}

/** Compressed copies are no addresses; browsers get them in place of the file. */
function isCompressed(file: string): boolean {
  return /\.(br|gz)$/.test(file)
}

/** The file for a URL, relative to the folder. The URL of a page is the path of its folder. */
async function pageFile(folder: string, url: string): Promise<string | undefined> {
  const path = decode(url.split(/[?#]/)[0] ?? '/')
  if (path === undefined || path.includes('\0')) return undefined
  const relative = normalize(path).replace(/^[/\\]+|[/\\]+$/g, '')
  // no hidden files, and nothing outside the folder
  if (relative.split(sep).some((part) => part.startsWith('.') && part !== '.')) return undefined
  for (const file of [relative, join(relative, 'index.html'), `${relative}.html`]) {
    if (isCompressed(file)) continue
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
