import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, 'closed-'))
})
afterAll(() => rm(folder, { recursive: true }))

let count = 0
async function hashOf(code: string, helper = 'export const suffix = "!"'): Promise<string> {
  count++
  const file = join(folder, `${count}`, 'derivation.ts')
  await mkdir(join(folder, `${count}`))
  await writeFile(join(folder, `${count}`, 'helper.ts'), helper)
  await writeFile(file, `import { derive } from '#engine'\n${code}\n`)
  const exported: { made: { codeHash: string } } = await import(pathToFileURL(file).href)
  return exported.made.codeHash
}
const made = (body: string, parameters = '{}') =>
  `export const made = derive({ from: ['a'], adds: ['b'], parameters: ${parameters}, with: ${body}, code: [] })`
const around = (region: string) => `
const make = (region: string) => derive({
  from: ['a'],
  adds: ['b'],
  with: ({ a }) => ({ b: a + region }),
  code: [],
})
export const made = make('${region}')`

test('a value of a function around it is refused, and so is a setting', async () => {
  await expect(hashOf(around('GB'))).rejects.toThrow(
    /derivation\.ts:\d+: .* reads region from the code around it.*`parameters`/,
  )
  await expect(
    hashOf(`import { company } from '#settings'\n${made('({ a }) => ({ b: a + company.phoneRegion })')}`),
  ).rejects.toThrow(/reads company from the code around it/)
})

test('what is at the top of the file, imported from its side, or global is part of the version', async () => {
  const withConstant = (region: string) =>
    `const region = '${region}'\n${made('({ a }) => ({ b: a + region + String(1) })')}`
  expect(await hashOf(withConstant('GB'))).not.toBe(await hashOf(withConstant('US')))
  const imported = `import { suffix } from './helper.ts'\n${made('function ({ a }) { const own = suffix; return { b: a + own } }')}`
  const first = await hashOf(imported)
  expect(await hashOf(imported, 'export const suffix = "?"')).not.toBe(first)
})

test('parameters are part of the version, at any depth', async () => {
  const body = '({ a }, { rules }) => ({ b: a + rules.junk.join() })'
  const hashes = await Promise.all(
    ["{ rules: { junk: ['x'] } }", "{ rules: { junk: ['x', 'y'] } }"].map((parameters) =>
      hashOf(made(body, parameters)),
    ),
  )
  expect(new Set(hashes).size).toBe(2)
})
