import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { openSession } from '../../services/access/sessions.ts'
import type { CubeGroup } from '../../services/cube/groups.ts'
import { addSqlUser } from '../../services/cube/sql-users.ts'
import { customerPages } from '../../services/customer-pages/plugin.ts'
import { startGateway } from '../../services/gateway/gateway.ts'
import { signInDoor } from '../../services/gateway/sign-in.ts'
import { freePort } from '../../services/ports.ts'
import { loadSettings } from '../../services/settings.ts'
import type { TestDatabase } from '../harness/database.ts'

/** The pages about customers over one database, behind the real door. */
export async function openPages({ pool }: Pick<TestDatabase, 'pool'>, basePath = '') {
  const home = await mkdtemp(join(tmpdir(), 'clientele-pages-'))
  const settings = loadSettings({
    CLIENTELE_HOME: home,
    CLIENTELE_PORT: String(await freePort()),
    CLIENTELE_BASE_PATH: basePath,
  })
  const { graph } = await loadWarehouse(join(settings.root, 'transforms'))
  const content = {
    pages: () => undefined,
    isDrawing: () => true,
    readiness: () => Promise.reject(new Error('Nobody asks.')),
  }
  const door = signInDoor(pool, settings, 'the-key-of-the-commands-of-this-installation')
  const gateway = await startGateway(settings, content, door, [customerPages(settings, pool, graph)])
  return {
    url: gateway.url,
    /** Somebody of these groups who has signed in. */
    async reader(name: string, groups: readonly CubeGroup[], markets?: readonly string[]) {
      await addSqlUser(pool, name, 'a long enough password', [...groups], markets && [...markets])
      const cookie = {
        name: `clientele_${settings.ports.gateway}`,
        value: await openSession(pool, name, '127.0.0.1'),
      }
      return visitor(gateway.url, cookie)
    },
    async stop() {
      await gateway.stop()
      await rm(home, { recursive: true })
    },
  }
}

export type Pages = Awaited<ReturnType<typeof openPages>>
export type Visitor = ReturnType<typeof visitor>

function visitor(url: string, cookie: { readonly name: string; readonly value: string }) {
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { cookie: `${cookie.name}=${cookie.value}`, accept: 'text/html' }
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' })
    return {
      status: response.status,
      text: await response.text(),
      to: response.headers.get('location') ?? '',
      headers: response.headers,
    }
  }
  return {
    cookie,
    ask,
    /** Sends the form of a page with these values, and its hidden ones. */
    async send(page: string, path: string, values: Readonly<Record<string, string>>) {
      // each form of a page has the same key
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
      const body = new URLSearchParams()
      for (const [, field = '', value = ''] of hidden) if (!body.has(field, value)) body.append(field, value)
      for (const [name, value] of Object.entries(values)) body.set(name, value)
      return ask(path, { method: 'POST', body })
    },
  }
}
