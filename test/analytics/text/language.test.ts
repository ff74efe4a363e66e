import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const at = (path: string) => JSON.stringify(join(root, path))

/** Runs code in a Node of its own and says which files of the language library were loaded before and after. */
async function languageFiles(before: string, after: string): Promise<{ before: number; after: number }> {
  const code = `
    import { registerHooks } from 'node:module'
    let loaded = 0
    registerHooks({ load(url, context, next) { if (url.includes('/node_modules/eld/')) loaded++; return next(url, context) } })
    ${before}
    const first = loaded
    ${after}
    console.log(JSON.stringify({ before: first, after: loaded }))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  return JSON.parse(stdout)
}

test('all declarations load without the data of languages, which a text that may be foreign needs', async () => {
  const files = await languageFiles(
    `const { loadWarehouse } = await import(${at('engine/graph/catalogue.ts')})
     await loadWarehouse(${at('transforms')})
     const { readText } = await import(${at('analytics/text/reading.ts')})
     readText('The delivery was very quick')`,
    `readText('Das ist ein sehr schöner Tag')`,
  )
  expect(files.before).toBe(0)
  expect(files.after).toBeGreaterThan(0)
})
