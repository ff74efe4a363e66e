import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

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

test('every error code is a heading in docs/errors.md, and every heading is a code', () => {
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
  const headings = readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^## (.+)$/gm)
  const documented = [...headings].map((match) => match[1]).sort()
  expect(documented).toEqual([...new Set([...thrown].map((match) => match[1]))].sort())
})
