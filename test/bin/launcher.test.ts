import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

/** The launcher in a temporary checkout, whose lock files need nothing from the network. */
let checkout: string

beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'clientele-launcher-'))
  await cp(join(import.meta.dirname, '..', '..', 'bin'), join(checkout, 'bin'), { recursive: true })
  await mkdir(join(checkout, 'cli'))
  await mkdir(join(checkout, 'reports'))
  await writeFile(
    join(checkout, 'cli', 'main.ts'),
    `const [command, ...rest]: string[] = process.argv.slice(2)
     console.log(JSON.stringify({ command, rest }))
     if (command === 'wait') {
       process.channel?.unref()
       process.on('SIGTERM', () => process.exit(9))
       process.on('disconnect', () => process.exit(8))
       setInterval(() => {}, 1000)
     } else process.exitCode = Number(rest[0] ?? 0)`,
  )
})
beforeEach(async () => {
  await rm(join(checkout, '.clientele'), { recursive: true, force: true })
  await writeLock('.', '1.0.0')
  await writeLock('reports', '1.0.0')
})
afterAll(() => rm(checkout, { recursive: true }))

/** A lock file with one package, which is in the checkout itself. */
async function writeLock(folder: string, version: string): Promise<void> {
  const manifest = { name: 'example', version, dependencies: { local: 'file:local' } }
  await mkdir(join(checkout, folder, 'local'), { recursive: true })
  await writeFile(join(checkout, folder, 'local', 'package.json'), '{"name":"local","version":"1.0.0"}')
  await writeFile(join(checkout, folder, 'package.json'), JSON.stringify(manifest))
  const packages = {
    '': manifest,
    local: { version: '1.0.0' },
    'node_modules/local': { resolved: 'local', link: true },
  }
  const lock = { name: 'example', version, lockfileVersion: 3, requires: true, packages }
  await writeFile(join(checkout, folder, 'package-lock.json'), JSON.stringify(lock))
}

function launch(...args: string[]) {
  const child = spawn(process.execPath, [join(checkout, 'bin', 'clientele.mjs'), ...args])
  const texts = { out: '', error: '' }
  child.stdout.on('data', (text) => {
    texts.out += text
  })
  child.stderr.on('data', (text) => {
    texts.error += text
  })
  const ended = once(child, 'close').then(([code]) => ({ code, ...texts }))
  return { child, texts, ended }
}

test('arguments and exit code are passed on, and messages of the install stay off stdout', async () => {
  const { code, out, error } = await launch('some', '7', '--json').ended
  expect([code, JSON.parse(out)]).toEqual([7, { command: 'some', rest: ['7', '--json'] }])
  expect(error).toMatch(/installing dependencies/)
  expect(error).not.toMatch(/installing the reports/)
})

test('packages are installed again only if their lock file changes', async () => {
  expect((await launch('up').ended).error).toMatch(/installing the reports/)
  expect((await launch('up').ended).error).toBe('')
  await writeLock('reports', '1.0.1')
  const { error } = await launch('up').ended
  expect(error).toMatch(/installing the reports/)
  expect(error).not.toMatch(/installing dependencies/)
})

test('of two launchers at the same time, one installs and the other waits', async () => {
  const both = await Promise.all([launch('some').ended, launch('some').ended])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(both.filter(({ error }) => error.includes('installed dependencies'))).toHaveLength(1)
})

test('the lock of a killed process does not block the next one', async () => {
  const lock = join(checkout, '.clientele', 'install-dependencies.lock')
  await mkdir(lock, { recursive: true })
  await writeFile(join(lock, '2147483646'), '')
  expect((await launch('some').ended).code).toBe(0)
})

test('if npm fails, its message is shown, and the next start tries again', async () => {
  await writeFile(join(checkout, 'package-lock.json'), '{}')
  const failed = await launch('some').ended
  expect(failed.code).toBe(1)
  expect(failed.error).toMatch(/npm could not install dependencies:[\s\S]*npm error/)
  await writeLock('.', '1.0.0')
  expect((await launch('some').ended).code).toBe(0)
})

test('npx finds the command', async () => {
  await launch('some').ended
  expect(await readFile(join(checkout, 'node_modules', '.bin', 'clientele'), 'utf8')).toMatch(/^#!.*node/)
})

test('a signal reaches the command, which also ends if the launcher is killed', async () => {
  for (const [signal, code] of [
    ['SIGTERM', 9],
    ['SIGKILL', null],
  ] as const) {
    const { child, texts, ended } = launch('wait')
    while (!texts.out && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill(signal)
    // 'close' also waits until the command has closed its output
    expect((await ended).code).toBe(code)
  }
})
