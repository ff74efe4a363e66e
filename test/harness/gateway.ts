import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import type { Pool } from 'pg'
import { addSqlUser } from '../../services/cube/sql-users.ts'
import { startGateway } from '../../services/gateway/gateway.ts'
import { signInDoor } from '../../services/gateway/sign-in.ts'
import { freePort } from '../../services/ports.ts'
import { loadSettings } from '../../services/settings.ts'

/** A gateway with its door, without pages. */
export async function openGateway(
  pool: Pool,
  plugins: readonly FastifyPluginAsync[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  const home = await mkdtemp(join(tmpdir(), 'clientele-gateway-'))
  const settings = loadSettings({
    CLIENTELE_HOME: home,
    CLIENTELE_PORT: String(await freePort()),
    ...environment,
  })
  const content = {
    pages: () => undefined,
    isDrawing: () => false,
    readiness: () => Promise.reject(new Error('Nobody asks.')),
  }
  const door = signInDoor(pool, settings, 'the-key-of-the-commands-of-this-installation')
  const gateway = await startGateway(settings, content, door, plugins)
  return {
    url: gateway.url,
    settings,
    async stop() {
      await gateway.stop()
      await rm(home, { recursive: true })
    },
  }
}

/** Adds a user, signs in, and returns the cookie of the session. */
export async function signedIn(
  { url }: { url: string },
  pool: Pool,
  name: string,
  groups: readonly string[],
  markets: readonly string[] | null = null,
): Promise<string> {
  const password = 'a long enough password'
  await addSqlUser(pool, name, password, groups, markets)
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ name, password }),
    redirect: 'manual',
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (answer.status !== 303 || cookie === undefined)
    throw new Error(`${name} could not sign in: ${answer.status}`)
  return cookie
}
