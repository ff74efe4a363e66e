import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { errorCodes } from '#engine'
import { busMatrix } from '../engine/graph/bus-matrix.ts'
import { loadWarehouse } from '../engine/graph/catalogue.ts'
import { accessPage } from '../services/cube/access-page.ts'
import { isOfProduct, readModelFiles } from '../services/cube/model-files.ts'
import { parseModel } from '../services/cube/model-parse.ts'
import { publishedRelations } from '../services/cube/relations.ts'

const root = join(import.meta.dirname, '..')

function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}

test('every error code is a heading in docs/errors.md, and every heading is a code, in alphabetical order', () => {
  const headings = readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^## (.+)$/gm)
  expect([...headings].map((match) => match[1])).toEqual([...errorCodes])
  expect([...errorCodes].sort()).toEqual(errorCodes)
})

test('every error code is thrown somewhere', () => {
  const folders = [
    'bin',
    'cli',
    'engine',
    'evaluation',
    'normalise',
    'seeds',
    'services',
    'settings',
    'stewardship',
    'studies',
    'transforms',
    'reports/plugins',
  ].map(sources)
  const code = [...folders, readFileSync(join(root, 'knexfile.ts'), 'utf8')].join('\n')
  const thrown = code.matchAll(
    /(?:(?:ClienteleError|CubeFailure|super)\(\s*|problem\(\s*(?:\w+,\s*)*|refuse\(\w+, )'([a-z]+(?:-[a-z]+)+)'/g,
  )
  expect([...errorCodes]).toEqual([...new Set([...thrown].map((match) => match[1]))].sort())
})

test('the table of who sees what follows the policies and tags', async () => {
  const { transforms } = (await loadWarehouse(join(root, 'transforms'))).graph
  const model = parseModel((await readModelFiles(root)).filter(isOfProduct))
  const page = accessPage(model, publishedRelations(transforms))
  expect(readFileSync(join(root, 'docs/access.md'), 'utf8'), 'run `clientele docs`').toBe(page)
  expect(page).toMatch(/^\| email \| contact \| {2}\| {2}\| ● \| {2}\| {2}\| ● \|$/m)
})

test('the bus matrix says what is declared', async () => {
  const { graph } = await loadWarehouse(join(root, 'transforms'))
  const page = busMatrix(graph.transforms)
  expect(readFileSync(join(root, 'docs/bus-matrix.md'), 'utf8'), 'run `clientele docs`').toBe(page)
  expect(page).toMatch(/^\| orders \|.*● /m)
  // a number of roles stands for as many columns
  expect(page).toMatch(
    /\*\*fct_shipments\*\*.*\n {2}Refers to: .*`promised_date` in dim_date, .*`delivered_date` in dim_date/,
  )
})

test('every link of the documentation leads to a file, and to a heading of it', () => {
  const pages = [
    'README.md',
    'CHANGELOG.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join('docs', file)),
  ]
  const headings = (file: string) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    )
  const broken = pages.flatMap((page) =>
    [
      ...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g),
    ].flatMap(([link, path = '', heading]) => {
      const file = path === '' ? page : join(dirname(page), path)
      const isThere = existsSync(join(root, file)) && (!heading || headings(file).includes(heading))
      return isThere ? [] : `${page}: ${link}`
    }),
  )
  expect(broken).toEqual([])
})
