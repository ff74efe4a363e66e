import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { printable } from '../../bin/printable.mjs'
import { print, printError } from '../../cli/output.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { pasteable } from '../../engine/graph/pasteable.ts'
import { useDatabase } from '../harness/database.ts'

/* Values from records, files and other programs never reach a terminal as something that it obeys. */

const root = join(import.meta.dirname, '../..')
/** Clears the screen, writes to the clipboard, rings, goes back, sets a colour (C1), turns the direction around. */
const hostile = '\u001b[2J\u001b]52;c;ZXZpbA==\u0007\r\u009b31m\u202e'
/** Everything that a terminal obeys, besides line ends and tabs. */
const obeyed = /[^\P{Cc}\n\t]|[\p{Bidi_Control}\u2028\u2029]/u
const inEscapes = '\\u001b[2J\\u001b]52;c;ZXZpbA==\\u0007'

test('whatever a text holds, what is printed of it is obeyed by no terminal, and JSON stays the same', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' })) }),
      (text) => {
        expect(printable(text)).not.toMatch(obeyed)
        expect(JSON.parse(printable(JSON.stringify([text])))).toEqual([text])
      },
    ),
  )
  expect(printable('é 漢字 🛒\tx\n')).toBe('é 漢字 🛒\tx\n')
})

test('no command writes to the terminal but through cli/output.ts, and the launcher through bin/printable.mjs', () => {
  const direct = /console\.\w+\(|process\.std(?:out|err)\.write\((?!printable\()|output: process\.stdout/
  const writing = ['bin', 'cli'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.(ts|mjs)$/.test(name))
      .map((name) => `${folder}/${name}`)
      .filter((file) => direct.test(readFileSync(join(root, file), 'utf8'))),
  )
  // it writes over a line, and asks questions
  expect(writing).toEqual(['cli/output.ts'])
})

test('what show prints of our transforms is their SQL, character for character', async () => {
  const { graph } = await loadWarehouse(join(root, 'transforms'))
  for (const t of graph.transforms) {
    const { sql } = pasteable(graph, t, '2026-01-01')
    expect(printable(sql), t.name).toBe(sql)
  }
})

const db = useDatabase('built')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-terminal-'))
  vi.stubEnv('DATABASE_URL', db.url)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const rooms = ['load', 'unload', 'quarantine', 'status', 'build', 'plan', 'test', 'identity'] as const

/** What a command prints, on both streams. */
async function said(...words: readonly string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeOut: print, writeErr: printError })
  for (const room of rooms) (await import(`../../cli/${room}.ts`)).register(program)
  let text = ''
  const take = (chunk: string | Uint8Array) => {
    text += String(chunk)
    return true
  }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation(take),
  )
  try {
    await program.parseAsync(words, { from: 'user' })
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  expect(text, words.join(' ')).not.toMatch(obeyed)
  return text
}

test('hostile values of records, fields, files and people are shown by every command, and never obeyed', async () => {
  const stamps = { createdAt: '2026-03-01T10:00:00Z', updatedAt: '2026-03-02T10:00:00Z', archived: false }
  const properties = {
    firstname: `Ann${hostile}`,
    lastname: `Ward${hostile}`,
    address: `Rua ${hostile} 5`,
    email: 'ann@example.com',
    [`x${hostile}`]: hostile,
  }
  const records = [
    { id: '1', properties, ...stamps },
    { id: '2', properties, ...stamps },
    { id: `3${hostile}`, properties, ...stamps, createdAt: hostile },
  ]
  const path = join(folder, `in${hostile}`, `contacts${hostile}.jsonl`)
  await mkdir(join(folder, `in${hostile}`))
  await writeFile(path, records.map((record) => JSON.stringify(record)).join('\n'))

  expect(await said('load', 'hubspot.contacts', path)).toContain(inEscapes)
  const event = (await said('load', 'hubspot.contacts', path, '--json')).trim().split('\n').at(-1)
  expect(JSON.parse(event ?? '')).toMatchObject({ type: 'loaded', origin: expect.stringContaining(hostile) })
  expect(await said('quarantine', 'list')).toContain(inEscapes)
  const listed = JSON.parse(await said('quarantine', 'list', '--json'))
  const { id } = listed.records[0]
  expect(await said('quarantine', 'show', id)).toContain(inEscapes)
  expect(JSON.stringify(JSON.parse(await said('quarantine', 'show', id, '--json')))).toContain('2J')
  expect(await said('quarantine', 'replay')).toContain('1 still in quarantine')
  await said('status')
  await said('plan')
  await said('build')
  await said('test')
  const [one, other] = ['hubspot/contact/1', 'hubspot/contact/2']
  expect(await said('identity', 'explain', one, other)).toContain('Ann')
  await said('identity', 'explain', one, other, '--json')
  await said('identity', 'review')
  await said('identity', 'over-shared')
  expect(await said('identity', 'history', one)).toContain('Ann')
  await said('identity', 'decide', one, other, '--different', '--because', hostile, '--by', `eve${hostile}`)
  expect(await said('identity', 'decisions')).toContain(`eve${inEscapes}`)
  expect(await said('unload', 'hubspot.contacts', '--file', path, '--dry-run')).toContain(inEscapes)
})

test('errors, and words that are not understood, are printed without what a terminal obeys', () => {
  for (const words of [['show', `fct_${hostile}`], [`bui${hostile}ld`]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', ...words], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(status).toBeGreaterThan(0)
    expect(stderr).toContain(inEscapes)
    expect(stdout + stderr).not.toMatch(obeyed)
  }
})
