import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isGroupAlive, runProcess, tailOf } from '../../services/process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-process-'))
})
afterAll(() => rm(folder, { recursive: true }))

const work = (script: string) => ({
  command: process.execPath,
  args: ['-e', script],
  cwd: folder,
  env: process.env,
  log: join(folder, 'logs', 'out.log'),
})

test('the output of a program is in its log, and its exit code is returned', async () => {
  expect(await runProcess(work('console.log("one"); console.error("two"); process.exit(7)'))).toBe(7)
  expect(await readFile(join(folder, 'logs', 'out.log'), 'utf8')).toBe('one\ntwo\n')
  expect(await tailOf(join(folder, 'logs', 'out.log'), 1)).toBe('two')
})

test('a program that does not exist is a failure for its caller alone', async () => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', hear)
  try {
    const start = runProcess({ ...work(''), command: join(folder, 'missing') })
    await expect(start).rejects.toMatchObject({ code: 'ENOENT' })
  } finally {
    process.off('unhandledRejection', hear)
  }
  expect(unheard).toEqual([])
})

test('an abort stops a program and the processes that it started', async () => {
  const abort = new AbortController()
  let group = 0
  const nested = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])`
  await runProcess({
    ...work(`${nested}; setInterval(() => {}, 1e6)`),
    signal: abort.signal,
    onStart: async (started) => {
      group = started
      setTimeout(() => abort.abort(), 200)
    },
  })
  const deadline = Date.now() + 60_000
  while (isGroupAlive(group) && Date.now() < deadline) await new Promise((r) => setTimeout(r, 20))
  expect(isGroupAlive(group)).toBe(false)
})
