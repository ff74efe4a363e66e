import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { z } from 'zod'

const measure = z.object({ what: z.string(), value: z.number(), unit: z.string() })

test('the bench of profiles makes customers whom every identifier and every search finds', async () => {
  const file = join(import.meta.dirname, '../../bench/profiles.ts')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [file, '--customers', '300', '--seconds', '1'],
    {
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    },
  )
  const measures = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => measure.parse(JSON.parse(line)))
  const value = (what: RegExp) => measures.find((one) => what.test(one.what))?.value
  expect(value(/answered otherwise than with 200/)).toBe(0)
  expect(value(/p99$/)).toBeGreaterThan(0)
  expect(value(/searches that found nobody/)).toBe(0)
  expect(measures.filter((one) => /^search by .* p95$/.test(one.what))).toHaveLength(4)
})
