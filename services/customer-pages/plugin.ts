import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import pg, { type Pool } from 'pg'
import { ClienteleError } from '#engine'
import type { Graph } from '../../engine/graph/graph.ts'
import { readerOf } from '../gateway/door.ts'
import type { Settings } from '../settings.ts'
import { answer, visitOf } from './answer.ts'
import { readAssets, serveAssets, versionOf } from './assets.ts'
import { customerRoutes } from './customer/routes.ts'
import { frame, heading, nothing, type Section } from './frame.ts'
import { html } from './html.ts'
import { mayDecide, maySeeCustomers, maySeeSegments } from './rights.ts'
import { segmentRoutes } from './segments/routes.ts'
import type { Site } from './site.ts'
import { stewardRoutes } from './steward/routes.ts'

/** The pages about customers, for the gateway. */
export function customerPages(settings: Settings, pool: Pool, graph: Graph): FastifyPluginAsync {
  return async (server) => {
    const assets = await readAssets(settings.root)
    const site = { pool, graph, basePath: settings.basePath, version: versionOf(assets) }
    serveAssets(server, assets)
    await server.register(
      section(site, 'customers', (request) => maySeeCustomers(readerOf(request)), customerRoutes),
    )
    await server.register(
      section(site, 'segments', (request) => maySeeSegments(readerOf(request)), segmentRoutes),
    )
    await server.register(section(site, 'steward', (request) => mayDecide(readerOf(request)), stewardRoutes))
  }
}

/** Routes of which only some readers see any. What goes wrong is said on a page. */
function section(
  site: Site,
  name: Section,
  maySee: (request: FastifyRequest) => boolean,
  routes: (server: FastifyInstance, site: Site) => void,
): FastifyPluginAsync {
  return async (server) => {
    server.setErrorHandler((error, request, reply) => {
      if (error instanceof ClienteleError) return refusal(site, name, request, reply, error)
      // 40001: what was being read belongs to the publication before
      const isPublished = error instanceof pg.DatabaseError && error.code === '40001'
      if (!isPublished) process.stderr.write(`A page about customers could not be made: ${stackOf(error)}\n`)
      return failure(site, name, request, reply, isPublished)
    })
    server.addHook('preHandler', async (request, reply) => {
      if (maySee(request)) return
      return answer(
        reply,
        frame(visitOf(request, site), {
          title: 'Not for your groups',
          section: name,
          body: html`${heading({ title: 'Not for your groups' })}${nothing(
            'You may not see this page',
            html`It takes a right that your groups (${readerOf(request).groups.join(', ') || 'none'}) do not give. Ask the person who runs
Clientele if you need it.`,
          )}`,
        }),
        403,
      )
    })
    routes(server, site)
  }
}

const statuses: Readonly<Record<string, number>> = {
  'record-unknown': 404,
  'record-gone': 404,
  'segment-unknown': 404,
  'decision-unknown': 404,
  'decision-outdated': 409,
  'decision-contradicts': 409,
  'identity-not-built': 503,
  'profile-cursor-invalid': 400,
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** A page that could not be made; after a publication, it is tried again by itself. */
function failure(
  site: Site,
  name: Section,
  request: FastifyRequest,
  reply: FastifyReply,
  isPublished: boolean,
): FastifyReply {
  const isRepeated = isPublished && request.method === 'GET'
  if (isRepeated) reply.header('refresh', '1')
  const title = isPublished ? 'A build was published just now' : 'The page could not be made'
  const text = isPublished
    ? isRepeated
      ? 'The page appears by itself in a second, with what the build has published.'
      : 'Nothing was shown or saved. Go back, and send it again.'
    : 'The terminal that Clientele runs in says why. Nothing was changed by looking.'
  return answer(
    reply,
    frame(visitOf(request, site), {
      title,
      section: name,
      body: html`${heading({ title })}<p class="note warn" role="alert">${text}</p>`,
    }),
    isPublished ? 503 : 500,
  )
}

/** A refusal as a page: what happened, why, and what to do. */
function refusal(
  site: Site,
  name: Section,
  request: FastifyRequest,
  reply: FastifyReply,
  error: ClienteleError,
): FastifyReply {
  return answer(
    reply,
    frame(visitOf(request, site), {
      title: 'That did not work',
      section: name,
      body: html`${heading({ title: 'That did not work' })}<p class="note bad" role="alert">${error.message}</p>
<p class="quiet small">Code: <code>${error.code}</code></p>`,
    }),
    statuses[error.code] ?? 400,
  )
}
