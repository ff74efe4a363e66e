import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCube } from '../../services/cube/cube.ts'
import { startGateway } from '../../services/gateway/gateway.ts'
import { freePort } from '../../services/ports.ts'
import { latestPublication, type Publication } from '../../services/publication.ts'
import { buildReports } from '../../services/reports/reports.ts'
import { loadSettings, type Settings } from '../../services/settings.ts'
import { readiness } from '../../services/up/readiness.ts'
import type { TestDatabase } from '../harness/database.ts'
import { openDoor } from '../harness/door.ts'

export type Site = {
  readonly url: string
  readonly database: TestDatabase
  readonly settings: Settings
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
    const checkout = await checkoutWithPage(settings, folder)
    const draw = (of: Publication) =>
      buildReports({ ...settings, root: checkout }, { cubeUrl: cube.url, publication: of })
    // as after another build, so that the pages that are tested are drawn with the code of a drawing before
    await draw({ ...publication, publishedAt: new Date(0) })
    const { pages } = await draw(publication)
    const state = { shown: pages, isDrawing: false, error: null, nextTryAt: null }
    const content = {
      pages: () => pages,
      isDrawing: () => false,
      readiness: () => readiness(database.pool, cube, state),
    }
    const gateway = await startGateway(settings, content, openDoor)
    stoppers.push(() => gateway.stop())
    return { url: gateway.url, database, settings, stop }
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

/** A page of a company's own, as in docs/adding-a-page.md. */
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

/** The checkout, with a page of a company. */
async function checkoutWithPage({ root }: Settings, folder: string): Promise<string> {
  const checkout = join(folder, 'checkout')
  await mkdir(checkout)
  for (const name of ['reports', 'model']) await symlink(join(root, name), join(checkout, name))
  const pages = join(checkout, 'company/pages')
  await mkdir(pages, { recursive: true })
  for (const [file, text] of Object.entries(companyPages)) await writeFile(join(pages, file), text)
  return checkout
}
