import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { memoryFlags } from '../bin/node.mjs'
import { report, withServer } from './setup/server.ts'

/*
 * Peak memory of loading the sample company, which must not grow with its size, and the speed. Node is started with
 * the same options as in bin/clientele.mjs.
 *
 *   node bench/sample.ts [CUSTOMERS]
 */

const customers = Number(process.argv[2] ?? 20_000)

await withServer(async ({ url }) => {
  const sampling = join(import.meta.dirname, 'setup/sampling.ts')
  const args = [...memoryFlags, sampling, url, String(customers)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const { records, seconds, peakBytes } = JSON.parse(stdout)
  const what = `a sample company of ${customers} customers, ${records} records`
  report({ what: `memory of ${what}`, value: peakBytes / 1e6, unit: 'MB', limit: 400, aim: 300 })
  report({
    what: `loading ${what}`,
    value: records / seconds,
    unit: 'records a second',
    limit: null,
    aim: null,
  })
})
