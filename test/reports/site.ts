import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCube } from '../../services/cube/cube.ts'
import { startGateway } from '../../services/gateway/gateway.ts'
import { freePort } from '../../services/ports.ts'
import { latestPublication } from '../../services/publication.ts'
import { buildReports } from '../../services/reports/reports.ts'
import { loadSettings, type Settings } from '../../services/settings.ts'
import { readiness } from '../../services/up/readiness.ts'
import type { TestDatabase } from '../harness/database.ts'

export type Site = {
  readonly url: string
  readonly database: TestDatabase
  stop(): Promise<void>
}

/** Cube over one database, the pages built from it, and the gateway that serves them. */
export async function openSite(database: TestDatabase): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-site-'))
  const settings = await settingsOf(folder)
  const cube = await startCube(settings, database.url)
  const stoppers = [() => rm(folder, { recursive: true, force: true }), () => cube.stop()]
  const stop = async () => {
    for (const stopper of stoppers.reverse()) await stopper()
  }
  try {
    const publication = await latestPublication(database.pool)
    if (!publication) throw new Error('The database has no published warehouse.')
    const checkout = await copyOfReports(settings, folder)
    const { pages } = await buildReports({ ...settings, root: checkout }, { cubeUrl: cube.url, publication })
    const shown = { pages: () => pages, readiness: () => readiness(database.pool, cube, pages) }
    const gateway = await startGateway(settings, shown)
    stoppers.push(() => gateway.stop())
    return { url: gateway.url, database, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function settingsOf(folder: string): Promise<Settings> {
  return loadSettings({
    CLIENTELE_HOME: join(folder, 'state'),
    CLIENTELE_PORT: String(await freePort()),
    CLIENTELE_CUBE_PORT: String(await freePort()),
    CLIENTELE_CUBE_SQL_PORT: String(await freePort()),
  })
}

/** A page of a company's own, as in docs/adding-a-metric.md. */
const companyPages = {
  'channels.yaml': 'dimensions: [orders.source]\nmeasures: [orders.order_count]\n',
  'channels.md': `---
title: Channels
---

\`\`\`sql channels
select * from company.channels
\`\`\`

<DataTable data={channels} emptySet="pass" />
`,
}

/** Evidence works inside its project folder, and the one of the checkout may be in use. */
async function copyOfReports({ root }: Settings, folder: string): Promise<string> {
  const checkout = join(folder, 'checkout')
  const from = join(root, 'reports')
  const made = ['node_modules', 'build', '.evidence'].map((name) => join(from, name))
  await mkdir(checkout)
  await cp(from, join(checkout, 'reports'), { recursive: true, filter: (path) => !made.includes(path) })
  await symlink(join(from, 'node_modules'), join(checkout, 'reports', 'node_modules'))
  await symlink(join(root, 'model'), join(checkout, 'model'))
  const pages = join(checkout, 'company/pages')
  await mkdir(pages, { recursive: true })
  for (const [file, text] of Object.entries(companyPages)) await writeFile(join(pages, file), text)
  return checkout
}
