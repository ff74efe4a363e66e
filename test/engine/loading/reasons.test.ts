import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

test('docs/loading.md explains every reason for quarantine, and no others', () => {
  const places = ['engine/loading/**/*.ts', 'engine/declare/contract-fields.ts', 'transforms/sources/**/*.ts']
  const code = globSync(places, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
  const given = code.join('\n').matchAll(/(?:recordProblem\(\s*|code: )'([a-z]+(?:-[a-z]+)+)'/g)
  const table = readFileSync(join(root, 'docs/loading.md'), 'utf8').matchAll(/^\| (`.*?`) \|/gm)
  const explained = [...table].flatMap((row) => row[1]?.replaceAll('`', '').split(', '))
  expect(explained.sort()).toEqual([...new Set([...given].map((match) => match[1]))].sort())
})
