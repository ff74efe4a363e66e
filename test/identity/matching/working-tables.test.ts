import { globSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { tablesIn } from '../../../transforms/identity/matching/index.ts'

const root = join(import.meta.dirname, '../../..')
const room = 'transforms/identity/matching'
const roomFiles = globSync(`${room}/**/*.ts`, { cwd: root }).filter((file) => basename(file) !== 'tables.ts')
const otherFiles = globSync('{transforms,stewardship,evaluation}/**/*.ts', { cwd: root }).filter(
  (file) => !file.startsWith(room),
)
const tables = tablesIn('matching')

type Use = 'created or filled by' | 'read by' | 'emptied or dropped by'
type Uses = Record<Use, Set<string>>

/** What a statement does with a table, from the text before its name. */
function useOf(before: string): Use | null {
  const statement = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf('`')) + 1)
  if (/^\s*(drop table|truncate)\b/.test(statement)) return 'emptied or dropped by'
  if (/(create temp table|\$\{create\}|insert into|\bupdate|\bcopy)\s*$/.test(statement))
    return 'created or filled by'
  if (/delete from\s*$/.test(statement)) return 'emptied or dropped by'
  if (/(\banalyze|\bon|alter table)\s*$/.test(statement) && !/\bselect\b/.test(statement)) return null
  return 'read by'
}

function usesInCode(): Map<string, Uses> {
  const uses = new Map<string, Uses>(
    Object.keys(tables).map((table) => [
      table,
      { 'created or filled by': new Set(), 'read by': new Set(), 'emptied or dropped by': new Set() },
    ]),
  )
  const add = (table: string | undefined, use: Use | null, by: string) => {
    if (use) uses.get(table ?? '')?.[use].add(by)
  }
  for (const file of roomFiles) {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '')
    const name = basename(file, '.ts')
    for (const { 1: table, index } of code.matchAll(/(?:\$\{|\b)tables\.(\w+)/g))
      add(table, useOf(code.slice(0, index)), name)
    for (const { 1: table } of code.matchAll(/rename to (\w+)/g)) add(table, 'created or filled by', name)
  }
  for (const file of otherFiles) {
    const code = readFileSync(join(root, file), 'utf8')
    const name = file.startsWith('transforms') ? basename(file, '.ts') : (file.split('/')[0] ?? '')
    for (const [, table] of code.matchAll(/\b(?:matching|tables|tablesIn\(\w+\))\.(\w+)/g))
      add(table, 'read by', name)
    for (const [, table] of code.matchAll(/\bops\.(identity_model|identity_term)/g))
      add(table, 'read by', name)
  }
  for (const file of globSync('migrations/*.ts', { cwd: root })) {
    const code = readFileSync(join(root, file), 'utf8')
    for (const [, table] of code.matchAll(/create (?:unlogged )?table (?:matching|ops)\.(\w+)/g))
      if (table !== 'pair') add(table, 'created or filled by', 'migrations')
  }
  return uses
}

/** The table in the docstring of the room's face. */
function usesInDocs(): Map<string, Record<Use, string[]>> {
  const face = readFileSync(join(root, room, 'index.ts'), 'utf8')
  const rows = face
    .split('\n')
    .filter((line) => line.startsWith(' * | '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const [header = [], , ...body] = rows
  expect(header).toEqual(['table', 'holds', 'created or filled by', 'read by', 'emptied or dropped by'])
  const list = (cell = '') => cell.split(', ').filter((name) => name !== '')
  return new Map(
    body.map(([table = '', holds = '', created, read, dropped]) => {
      expect(holds, `what ${table} holds`).not.toBe('')
      return [
        table,
        {
          'created or filled by': list(created),
          'read by': list(read),
          'emptied or dropped by': list(dropped),
        },
      ]
    }),
  )
}

test('the table of working tables says who creates, reads and drops each', () => {
  const expected = [...usesInCode()].map(([table, uses]) => [
    table,
    Object.fromEntries(Object.entries(uses).map(([use, files]) => [use, [...files].sort()])),
  ])
  expect(Object.fromEntries(usesInDocs())).toEqual(Object.fromEntries(expected))
  expect([...usesInDocs().keys()]).toEqual(Object.keys(tables))
})

test('every working table is created and read, and each that is not kept is dropped', () => {
  for (const [table, uses] of usesInCode()) {
    expect(uses['created or filled by'].size, `${table} is created`).toBeGreaterThan(0)
    expect(uses['read by'].size, `${table} is read`).toBeGreaterThan(0)
    if (!Object.entries(tables).some(([name, full]) => name === table && full.startsWith('ops.')))
      expect(uses['emptied or dropped by'].size, `${table} is dropped`).toBeGreaterThan(0)
  }
})

test('no SQL of the room names a table that is not declared', () => {
  const undeclared = roomFiles.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '')
    const created = [...code.matchAll(/create (?:temp |unlogged )?table (?!\$\{tables\.)\S+/g)]
    const schemas = [...code.matchAll(/\b(?:matching|pg_temp)\.\w+/g)]
    return [...created, ...schemas].map(([text]) => `${relative(room, file)}: ${text}`)
  })
  expect(undeclared).toEqual([])
})

test('names in SQL are those in code', () => {
  for (const [name, full] of Object.entries(tables)) expect(full.split('.')[1]).toBe(name)
})
