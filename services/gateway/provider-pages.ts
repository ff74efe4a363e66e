import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { type Departure, departure, type Provider } from '../access/provider.ts'
import { userOfArrival } from '../access/provider-user.ts'
import { escapeHtml } from '../html.ts'
import type { Settings } from '../settings.ts'
import { accessPage, show } from './access-page.ts'
import { cookieName, type Entrance } from './entrance.ts'
import { placeIn } from './place.ts'

/** How long a person may take to sign in at the provider, in seconds. */
const longestStay = 600

/** The way to a provider of OpenID Connect and back. */
export async function providerPages(
  server: FastifyInstance,
  pool: Pool,
  settings: Settings,
  provider: Provider,
  { enter }: Entrance,
): Promise<void> {
  const { basePath } = settings
  const open = { config: { isOpen: true, rateLimit: { max: 120, timeWindow: '1 minute' } } }
  const cookie = (request: FastifyRequest) => cookieName(request, settings, 'clientele-departure')
  // the name of the host was checked before any route
  const address = (request: FastifyRequest, path: string) =>
    new URL(`${request.protocol}://${request.headers.host}${basePath}${path}`)

  server.get('/sign-in/provider', open, async (request, reply) => {
    const callback = address(request, '/sign-in/callback')
    const left = await provider.depart(callback, placeIn(request.query, 'to')).catch(tell)
    if (!left) return show(reply, 502, failed('It does not answer as it should.'))
    return reply
      .setCookie(cookie(request), Buffer.from(JSON.stringify(left.departure)).toString('base64url'), {
        path: '/',
        httpOnly: true,
        // it comes back from another site
        sameSite: 'lax',
        secure: request.protocol === 'https',
        maxAge: longestStay,
      })
      .header('cache-control', 'no-store')
      .redirect(left.url.href, 303)
  })

  server.get('/sign-in/callback', open, async (request, reply) => {
    const left = departureIn(request.cookies[cookie(request)])
    // it is used once
    reply.clearCookie(cookie(request), { path: '/', secure: request.protocol === 'https' })
    if (!left) return show(reply, 400, failed('It was begun in another browser, or too long ago.'))
    const arrival = await provider.arrive(address(request, request.url), left).catch(tell)
    if (!arrival) return show(reply, 400, failed('What came back is not what was asked for.'))
    const name = await userOfArrival(pool, arrival)
    if (name === undefined) return show(reply, 403, notAdmitted)
    await enter(request, reply, name)
    return reply.redirect(basePath + left.to, 303)
  })

  function failed(reason: string): string {
    return accessPage(
      basePath,
      'The sign-in did not work',
      `<p>${reason} <a href="${basePath}/sign-in">Sign in again</a>. If it happens again, the terminal that Clientele runs in
        says why.</p>`,
    )
  }

  const notAdmitted = accessPage(
    basePath,
    'You cannot come in yet',
    `<p>${escapeHtml(provider.title)} knows you, but gives you no group that may see something here, or your account was
      disabled. Ask who runs Clientele.</p>`,
  )
}

function departureIn(cookie: string | undefined): Departure | undefined {
  try {
    const left = departure.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()))
    return { ...left, to: placeIn(left, 'to') }
  } catch {
    return undefined
  }
}

/** Messages of the library name what was wrong, and hold neither tokens nor secrets. */
function tell(error: unknown): undefined {
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  const reason = cause instanceof Error ? ` (${cause.message})` : ''
  process.stderr.write(`A sign-in by the provider of CLIENTELE_OIDC_ISSUER failed: ${message}${reason}\n`)
}
