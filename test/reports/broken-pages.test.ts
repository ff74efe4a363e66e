import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { latestPublication } from '../../services/publication.ts'
import { currentPages } from '../../services/reports/pages.ts'
import { buildReports } from '../../services/reports/reports.ts'
import { loadSettings, type Settings } from '../../services/settings.ts'
import { watchPages } from '../../services/up/watch.ts'
import { cloneDatabase } from '../harness/database.ts'

/* What is drawn when pages are broken, with a program in place of Evidence that takes milliseconds. */

const evidence = 'reports/node_modules/@evidence-dev/evidence/cli.js'
let root: string
let settings: Settings
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clientele-broken-'))
  settings = { ...loadSettings({ CLIENTELE_HOME: join(root, 'state') }), root }
  await mkdir(dirname(join(root, evidence)), { recursive: true })
  await cp(join(import.meta.dirname, 'fake-evidence.mjs'), join(root, evidence))
  await write('reports/node_modules/@evidence-dev/evidence/package.json', '{ "type": "module" }')
  await write('reports/sources/cube/connection.yaml', 'name: cube')
  await write('model/views/orders.yml', 'views: []')
  await write('reports/pages/index.md', 'summary 1')
})
afterEach(() => rm(root, { recursive: true }))

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

const draw = async (runId: number) =>
  (
    await buildReports(settings, {
      cubeUrl: 'http://127.0.0.1:1',
      publication: { runId, publishedAt: new Date(runId) },
    })
  ).pages

async function shown(path: string): Promise<string> {
  const pages = await currentPages(settings)
  return readFile(join(pages?.folder ?? '', path, 'index.html'), 'utf8')
}

const mainOf = (html: string) => /<main>(.*)<\/main>/s.exec(html)?.[1]

test('if only data is new, the code of the drawing before is used, unless that fails', async () => {
  await cp(join(import.meta.dirname, 'fake-prerender.mjs'), join(root, 'reports/prerender.js'))
  await draw(1)
  expect(mainOf(await shown('/'))).toBe('summary 1')
  await draw(2)
  expect(mainOf(await shown('/'))).toBe('summary 1, new data')
  await write('reports/sources/cube/orders.yaml', 'measures: [orders.count]')
  await draw(2)
  expect(mainOf(await shown('/'))).toBe('summary 1, new data')
  await write('reports/pages/index.md', 'summary 2')
  await draw(2)
  expect(mainOf(await shown('/'))).toBe('summary 2')

  // a query that fails breaks its page, and the others are built; after that, nothing is left to use
  await write('company/pages/none.yaml', 'measures: [orders.BROKEN]')
  await write('company/pages/visits.md', 'select * from company.none')
  expect((await draw(3)).broken).toHaveLength(1)
  await draw(4)
  expect(mainOf(await shown('/'))).toBe('summary 2')
  await write('company/pages/none.yaml', 'measures: [orders.count]')
  await draw(5)
  await write('reports/prerender.js', 'process.exit(1)')
  await draw(6)
  await draw(7)
  expect(await currentPages(settings)).toMatchObject({ runId: 7, broken: [] })
  expect(mainOf(await shown('/'))).toBe('summary 2')
})

test('a broken page keeps its last version, with a banner, and the other pages are drawn', async () => {
  await write('company/pages/visits.md', 'visits 1')
  await draw(1)
  await write('company/pages/visits.md', 'BROKEN: no such column <b>')
  await write('reports/pages/index.md', 'summary 2')
  const pages = await draw(2)
  expect(pages).toMatchObject({
    runId: 2,
    broken: [
      {
        path: '/company/visits/',
        file: 'company/pages/visits.md',
        reason: 'BROKEN: no such column <b>',
        earlier: { runId: 1 },
      },
    ],
  })
  expect(mainOf(await shown('/'))).toBe('summary 2')
  const html = await shown('/company/visits/')
  expect(mainOf(html)).toBe('visits 1')
  expect(html).toMatch(/This page shows run 1, drawn on .*BROKEN: no such column &#60;b&#62;/)

  // its scripts are still there, and what has the same name in both drawings is kept apart
  const script = /src="([^"]+)"><\/script><aside/.exec(html)?.[1] ?? ''
  expect(await readFile(join(pages.folder, script), 'utf8')).toBe('visits 1')
  const name = pages.broken[0]?.earlier?.name ?? ''
  const manifest = (folder: string) => readFile(join(pages.folder, folder, 'data/manifest.json'), 'utf8')
  expect(await manifest(join('earlier', name))).not.toBe(await manifest(''))

  await write('company/pages/visits.md', 'visits 3')
  expect((await draw(2)).broken).toEqual([])
  expect(await shown('/company/visits/')).toMatch(/<head><\/head>.*visits 3/s)
})

test('a broken page without an earlier version says what is wrong', async () => {
  await write('company/pages/visits.md', 'BROKEN: <script>')
  const pages = await draw(1)
  expect(pages.broken).toEqual([expect.objectContaining({ earlier: null })])
  const html = await shown('/company/visits/')
  expect(html).toContain('This page could not be drawn')
  expect(html).toContain('company/pages/visits.md')
  expect(html).toContain('BROKEN: &#60;script&#62;')
})

test('a query that fails breaks the pages that read it, and no other', async () => {
  await write('company/pages/none.yaml', 'measures: [orders.BROKEN]')
  await write('company/pages/visits.md', '```sql v\nselect * from Company . "none"\n```')
  await write('company/pages/others.md', '```sql v\nselect * from company.none_of_them\n```')
  const { broken } = await draw(1)
  expect(broken.map(({ path, reason }) => [path, reason])).toEqual([['/company/visits/', 'BROKEN]']])
})

test('a page that ends the build is drawn without, as are all of them', async () => {
  for (const name of ['a', 'b']) await write(`company/pages/${name}/index.md`, 'UNREADABLE')
  const { broken } = await draw(1)
  expect(broken.map(({ file }) => file)).toEqual(['company/pages/a/index.md', 'company/pages/b/index.md'])
  expect(mainOf(await shown('/'))).toBe('summary 1')
})

test('a build that ends for another reason keeps the previous pages, and is no success', async () => {
  await draw(1)
  await write(evidence, 'console.error("no space left on device"); process.exit(1)')
  await expect(draw(2)).rejects.toMatchObject({
    code: 'reports-failed',
    message: expect.stringContaining('no space left on device'),
  })
  expect(await currentPages(settings)).toMatchObject({ runId: 1 })
})

test('without a change, broken pages are tried again, and the same faults change nothing', async () => {
  await write('company/pages/visits.md', 'BROKEN')
  const first = await draw(1)
  expect(await draw(1)).toEqual(first)
})

test('pages are drawn again when a file changes or a build is published, also after a failure', async () => {
  const working = await readFile(join(root, evidence))
  await write(evidence, 'console.error("no space left on device"); process.exit(1)')
  const database = await cloneDatabase('built')
  const pages = watchPages(settings, {
    pool: database.pool,
    cubeUrl: 'http://127.0.0.1:1',
    signal: new AbortController().signal,
    onRefresh: () => {},
    everyMilliseconds: 50,
  })
  const slowly = { timeout: 120_000 }
  const isDrawn = (text: string) => expect.poll(() => shown('/').catch(() => ''), slowly).toContain(text)
  try {
    const publication = await latestPublication(database.pool)
    if (!publication) throw new Error('The template has no published warehouse.')
    await pages.start(publication, { progress: () => {}, warn: () => {} })
    expect(pages.state()).toMatchObject({
      shown: undefined,
      error: expect.stringContaining('no space left'),
      nextTryAt: expect.any(Date),
    })

    await writeFile(join(root, evidence), working)
    await write('reports/pages/index.md', 'summary 2')
    await isDrawn('summary 2')
    await expect.poll(pages.state, slowly).toMatchObject({ error: null, nextTryAt: null, isDrawing: false })

    await write('reports/pages/index.md', 'BROKEN')
    await isDrawn('clientele-earlier')
    await expect.poll(pages.state, slowly).toMatchObject({ error: null, nextTryAt: expect.any(Date) })
    await write('reports/pages/index.md', 'summary 3')
    await isDrawn('summary 3')

    const newest = 'select max(run_id) from ops.runs'
    await database.pool.query(`
      insert into ops.runs overriding system value
      select (jsonb_populate_record(r, jsonb_build_object('run_id', r.run_id + 1, 'finished_at', now()))).*
      from ops.runs r where run_id = (${newest})`)
    await expect.poll(() => pages.state().shown?.runId, slowly).toBe(publication.runId + 1)
  } finally {
    await pages.stop()
    await database.drop()
  }
})

describe('law', () => {
  const states = fc.constantFrom('good', 'bad', 'same')
  const rounds = fc.array(fc.tuple(states, states, states), { minLength: 2, maxLength: 4 })
  test('each page shows its newest version that could be drawn', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        await rm(join(root, 'state'), { recursive: true, force: true })
        const files = ['company/pages/a.md', 'company/pages/b.md', 'reports/pages/c.md']
        const good = new Map<string, string>()
        const text = new Map<string, string>()
        for (const [at, round] of history.entries()) {
          for (const [nth, file] of files.entries()) {
            if (round[nth] === 'same' && text.has(file)) continue
            text.set(file, round[nth] === 'bad' ? `BROKEN ${file} ${at}` : `${file} ${at}`)
            await write(file, text.get(file) ?? '')
          }
          const { broken } = await draw(at + 1)
          for (const file of files) {
            const path = `/${file.replace(/^(company|reports)\/pages\/(.*)\.md$/, (_all, room, name) => (room === 'company' ? `company/${name}` : name))}/`
            const isBroken = text.get(file)?.startsWith('BROKEN')
            if (!isBroken) good.set(file, text.get(file) ?? '')
            const html = await shown(path)
            if (good.has(file)) expect(mainOf(html)).toBe(good.get(file))
            else expect(html).toContain('This page could not be drawn')
            expect(html.includes('class="clientele-earlier"')).toBe(isBroken && good.has(file))
            expect(broken.some((page) => page.path === path)).toBe(isBroken)
          }
        }
      }),
      { numRuns: 4 },
    )
  })
})
