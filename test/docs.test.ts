import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { errorCodes } from '#engine'

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
    'transforms',
    'reports/plugins',
  ].map(sources)
  const code = [...folders, readFileSync(join(root, 'knexfile.ts'), 'utf8')].join('\n')
  const thrown = code.matchAll(/(?:ClienteleError|CubeFailure|super|problem)\(\s*'([a-z]+(?:-[a-z]+)+)'/g)
  expect([...errorCodes]).toEqual([...new Set([...thrown].map((match) => match[1]))].sort())
})
