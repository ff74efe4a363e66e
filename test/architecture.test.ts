import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const map = readFileSync(join(root, 'docs/architecture.md'), 'utf8')

/** The rooms of docs/architecture.md and what each may import; null stands for everything. */
function readRooms(): ReadonlyMap<string, readonly string[] | null> {
  const rows = map.matchAll(/^\| `([\w./-]+)` \| .* \| (.*) \|$/gm)
  return new Map(
    [...rows].map(([, room = '', allowed = '']) => [
      room,
      allowed === 'everything' ? null : [...allowed.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name),
    ]),
  )
}

const rooms = readRooms()

/** The innermost room a file is in. */
function roomOf(file: string): string | undefined {
  return [...rooms.keys()]
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** Every import between files of a checkout that the map does not allow, and every circle of imports. */
async function breaches(baseDir: string): Promise<string[]> {
  const folders = readdirSync(baseDir, { withFileTypes: true })
    .filter(({ name }) => !/^\.|^node_modules$/.test(name))
    .filter((entry) => entry.isDirectory() || /\.(ts|js|mjs)$/.test(entry.name))
    .map(({ name }) => name)
  const { output } = await cruise(folders, {
    baseDir,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|^reports/(build|\\.evidence)|\\.d\\.ts$' },
    ruleSet: { forbidden: [{ name: 'circle', severity: 'error', from: {}, to: { circular: true } }] },
    validate: true,
  })
  if (typeof output === 'string') throw new Error(output)
  const circles = output.summary.violations.map(
    ({ from, cycle = [] }) => `circle: ${[from, ...cycle.map(({ name }) => name)].join(' -> ')}`,
  )
  const files = output.modules.filter(({ source }) => existsSync(join(baseDir, source)))
  const forbidden = files.flatMap(({ source, dependencies }) => {
    const room = roomOf(source)
    if (room === undefined) return [`${source} is in no room`]
    const allowed = rooms.get(room)
    if (allowed === null || allowed === undefined) return []
    return dependencies
      .filter(({ coreModule, dependencyTypes }) => !coreModule && dependencyTypes.includes('local'))
      .map(({ resolved }) => ({ resolved, target: roomOf(resolved) }))
      .filter(({ target }) => target === undefined || (target !== room && !allowed.includes(target)))
      .map(({ resolved, target }) => `${source} (${room}) imports ${resolved} (${target ?? 'no room'})`)
  })
  return [...forbidden, ...circles].sort()
}

const planted = mkdtempSync(join(tmpdir(), 'clientele-map-'))
afterAll(() => rmSync(planted, { recursive: true }))

test('every import keeps to the map in docs/architecture.md, and no files import each other in a circle', async () => {
  expect(await breaches(root)).toEqual([])
})

test('every folder of code is a room, and every room exists', () => {
  const unknown = [...rooms.keys()].filter((room) => {
    // a company's own room is created by `clientele init`
    return room !== 'company' && !existsSync(join(root, room))
  })
  expect(unknown).toEqual([])
  expect(rooms.size).toBeGreaterThan(25)
})

test('a planted breach and a planted circle are found', async () => {
  const files = {
    'analytics/mean.ts': "import '../services/ports.ts'\nexport const mean = 1\n",
    'services/ports.ts': "import type { mean } from '../analytics/mean.ts'\nexport type Mean = typeof mean\n",
    'lost/file.ts': "export * from '../analytics/mean.ts'\n",
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(planted, dirname(file)), { recursive: true })
    writeFileSync(join(planted, file), text)
  }
  expect(await breaches(planted)).toEqual([
    'analytics/mean.ts (analytics) imports services/ports.ts (services)',
    'circle: analytics/mean.ts -> services/ports.ts -> analytics/mean.ts',
    'lost/file.ts is in no room',
    'services/ports.ts (services) imports analytics/mean.ts (analytics)',
  ])
})
