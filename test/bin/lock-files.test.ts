import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

type Package = { integrity?: string; resolved?: string; link?: boolean }
type Lock = { packages: Record<string, Package> }

const root = join(import.meta.dirname, '../..')
const locks = ['package-lock.json', 'reports/package-lock.json', 'bin/runtime/package-lock.json']

test.each(locks)('%s says what every package must contain, and no other registry', async (file) => {
  const lock: Lock = JSON.parse(await readFile(join(root, file), 'utf8'))
  const packages = Object.entries(lock.packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && !link,
  )
  expect(packages.length).toBeGreaterThan(2)
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([])
  const elsewhere = ({ resolved }: Package) => resolved && !resolved.startsWith('https://registry.npmjs.org/')
  expect(packages.filter(([, entry]) => elsewhere(entry))).toEqual([])
})
