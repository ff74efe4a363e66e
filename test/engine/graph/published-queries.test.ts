import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPublishedQueries } from '../../../engine/graph/published-queries.ts'

const root = join(import.meta.dirname, '../../..')
const rooms = ['stewardship', 'evaluation', 'services']

test('check loads the published queries of every queries.ts', async () => {
  const names = (await loadPublishedQueries(rooms.map((room) => join(root, room)))).map(({ name }) => name)
  expect(names).toContain('stewardship.record_or_customer')
  expect(names).toContain('services.source_freshness')
  expect(new Set(names).size).toBe(names.length)
})

test('published queries are declared in files that check loads, and nowhere else', () => {
  const code = ['bin', 'cli', 'seeds', 'transforms', ...rooms].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const declaring = code.filter((file) => readFileSync(file, 'utf8').includes('publishedQuery('))
  expect(declaring.length).toBeGreaterThan(1)
  const isLoaded = rooms.map((room) => new RegExp(`/${room}/(?:.*/)?queries\\.ts$`))
  expect(declaring.filter((file) => !isLoaded.some((pattern) => pattern.test(file)))).toEqual([])
})

test('a file that cannot be imported is an error that names it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'queries-'))
  try {
    await writeFile(join(folder, 'queries.ts'), `import './nowhere.ts'\n`)
    await expect(loadPublishedQueries([folder])).rejects.toMatchObject({
      code: 'transform-declaration',
      message: expect.stringContaining(join(folder, 'queries.ts')),
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})
