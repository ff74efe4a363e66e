import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { ClienteleError } from '#engine'
import { systemFailure } from '../../cli/system-failure.ts'

/* What is wrong with the machine has a code and says what to do, whatever command meets it. */

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'clientele-machine-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command in an environment, its output going to a file if one is given. */
async function run(words: readonly string[], environment: Record<string, string>, output?: string) {
  const child = spawn(process.execPath, [join(root, 'cli/main.ts'), ...words], {
    env: { ...process.env, DATABASE_URL: '', CLIENTELE_HOME: join(folder, 'home'), ...environment },
    stdio: ['ignore', output ? openSync(output, 'w') : 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'close')])
  return { code, said }
}

const file = join(folder, 'file')
writeFileSync(file, '')
const loop = join(folder, 'loop')
symlinkSync(loop, loop)
const closed = join(folder, 'closed')
mkdirSync(closed)
const broken = join(folder, 'broken')
mkdirSync(join(broken, 'secrets', 'cube-jwt-secret'), { recursive: true })
// root may write to any folder, but not to that of the kernel
const forbidden = process.getuid?.() === 0 ? '/sys/clientele' : closed

test.each<
  [what: string, words: readonly string[], environment: Record<string, string>, code: string, names: string]
>([
  ['a file in place of the folder for data', ['build'], { CLIENTELE_HOME: file }, 'file-in-the-way', file],
  ['a loop of symbolic links', ['status'], { CLIENTELE_HOME: loop }, 'file-in-the-way', loop],
  [
    'a folder in place of a file',
    ['token', '--groups', 'pii'],
    { CLIENTELE_HOME: broken },
    'file-in-the-way',
    broken,
  ],
  ['a folder that may not be written', ['up'], { CLIENTELE_HOME: forbidden }, 'file-forbidden', forbidden],
  [
    'a name that is too long',
    ['build'],
    { CLIENTELE_HOME: join(folder, 'x'.repeat(300)) },
    'file-in-the-way',
    'xxx',
  ],
])('%s has a code and is named', async (_, words, environment, code, names) => {
  await chmod(closed, 0o500)
  const result = await run(words, environment)
  expect(result.code).toBe(1)
  expect(result.said).toContain(`(${code}: docs/errors.md#${code})`)
  expect(result.said).toContain(names)
  expect(result.said).not.toContain('should not have happened')
})

test.skipIf(process.platform !== 'linux')(
  'a full disk is named, and so is one under the output',
  async () => {
    const { code, said } = await run(['show'], {}, '/dev/full')
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('(disk-full: ') })
  },
)

test('a home folder that does not exist stops no command', async () => {
  expect(await run(['show', 'fct_orders'], { HOME: join(folder, 'none') })).toMatchObject({ code: 0 })
})

test('the state that Postgres reports decides, however deep it is, and the message says where it happened', () => {
  const cause = Object.assign(
    new pg.DatabaseError('could not extend file: No space left on device', 0, 'error'),
    {
      code: '53100',
    },
  )
  const failed = new ClienteleError('transform-failed', 'marts.x could not be built', {}, { cause })
  const several = new ClienteleError(
    'build-failed',
    'marts.x could not be built, and 3 more',
    {},
    { cause: failed },
  )
  expect(systemFailure(several)).toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining(
      'marts.x could not be built, and 3 more. A build publishes everything or nothing',
    ),
  })
  for (const [state, code] of [
    ['53200', 'memory-full'],
    ['53300', 'limit-reached'],
    ['58030', 'disk-failed'],
  ]) {
    expect(systemFailure(Object.assign(new Error('Postgres said so'), { code: state }))).toMatchObject({
      code,
    })
  }
  const unknown = Object.assign(new Error('a division by zero'), { code: '22012' })
  expect(systemFailure(unknown)).toBeUndefined()
  // an error that has a code keeps it, unless the machine failed
  const named = new ClienteleError(
    'company-settings',
    'no settings',
    {},
    { cause: Object.assign(new Error(''), { code: 'ENOENT' }) },
  )
  expect(systemFailure(named)).toBeUndefined()
})
