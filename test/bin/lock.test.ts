import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withLock } from '../../bin/lock.mjs'

const lockModule = join(import.meta.dirname, '..', '..', 'bin', 'lock.mjs')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-lock-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Takes the lock repeatedly; exits with 3 if another process holds it at the same time. */
const program = `
  import { rmSync, writeFileSync } from 'node:fs'
  import { withLock } from ${JSON.stringify(lockModule)}
  for (let round = 0; round < 40; round++) {
    await withLock(process.argv[1], {}, async () => {
      try {
        writeFileSync(process.argv[2], '', { flag: 'wx' })
      } catch {
        process.exit(3)
      }
      if (round % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      rmSync(process.argv[2])
    })
  }`

test('only one process holds the lock, even with files left by killed processes', async () => {
  const lock = join(folder, 'some.lock')
  await mkdir(lock)
  await writeFile(join(lock, '2147483646'), '')
  const args = ['--input-type=module', '--eval', program, lock, join(folder, 'inside')]
  const codes = Array.from({ length: 6 }, async () => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    return (await once(child, 'close'))[0]
  })
  expect(await Promise.all(codes)).toEqual([0, 0, 0, 0, 0, 0])
})

test('the note of a killed process is passed on before the next gets the lock, and tasks of one process exclude each other', async () => {
  const lock = join(folder, 'noted.lock')
  await mkdir(lock)
  await writeFile(join(lock, '2147483646'), 'group 7')
  const events: string[] = []
  const onLeft = async (note: string) => void events.push(note)
  const work = (name: string) =>
    withLock(lock, { onLeft }, async (note) => {
      note(name)
      events.push(`${name} in`)
      expect(await readdir(lock)).toEqual([`${process.pid}`])
      await new Promise((resolve) => setTimeout(resolve, 20))
      events.push(`${name} out`)
    })
  await Promise.all([work('one'), work('other')])
  expect(events).toEqual(['group 7', 'one in', 'one out', 'other in', 'other out'])
  expect(await readdir(lock)).toEqual([])
})

test('if onLeft fails, the lock is not taken, and it can be tried again', async () => {
  const lock = join(folder, 'stubborn.lock')
  await mkdir(lock)
  await writeFile(join(lock, '2147483646'), 'group 7')
  const onLeft = () => Promise.reject(new Error('it does not stop'))
  await expect(withLock(lock, { onLeft }, async () => 'in')).rejects.toThrow('it does not stop')
  expect(await withLock(lock, {}, async () => 'in')).toBe('in')
})
