import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

/** Runs every check that a change must pass, even if one fails, so that one run shows all faults. */
export async function verify(root: string, files: readonly string[]): Promise<number> {
  const tool = (...path: string[]) => join(root, 'node_modules', ...path)
  const folder = await mkdtemp(join(tmpdir(), 'clientele-verify-'))
  const report = join(folder, 'tests.json')
  try {
    const style = await run(root, 'Formatter and linter', [
      tool('@biomejs', 'biome', 'bin', 'biome'),
      'ci',
      '.',
    ])
    const types = await run(root, 'Compiler', [tool('typescript', 'bin', 'tsc')])
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const tests = await run(root, 'Tests', [tool('vitest', 'vitest.mjs'), 'run', ...reporters, ...files])
    console.log(
      `\nFormatter and linter ${style ? 'passed' : 'FAILED'}. Compiler ${types ? 'passed' : 'FAILED'}.`,
    )
    const { line, failed } = await count(report)
    console.log(line)
    return style && types && tests && failed === 0 ? 0 : 1
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A test file that could not be loaded has no failed tests, but counts as one. */
async function count(file: string): Promise<{ line: string; failed: number }> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return { line: '0 passed, 1 failed', failed: 1 }
  const counts = results.parse(JSON.parse(text))
  const broken = counts.testResults.filter(
    (result) =>
      result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = counts.numFailedTests + broken.length
  const skipped = counts.numPendingTests + counts.numTodoTests
  const line = `${counts.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
  return { line, failed }
}

function run(cwd: string, title: string, args: readonly string[]): Promise<boolean> {
  console.log(`\n${title} …`)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: 'inherit' })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}
