import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { company } from '#settings'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { servedFiles } from '../../services/cube/repository.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { makeCompany } from './company.ts'
import { startTestCube, type TestCube } from './running.ts'

type Member = { name: string; format?: string; currency?: string; meta?: { currency?: string; pii?: string } }
type Members = { name: string; dimensions?: Member[]; measures?: Member[] }

const root = join(import.meta.dirname, '../..')
let database: TestDatabase
let cube: TestCube
beforeAll(async () => {
  database = await cloneDatabase()
  await makeCompany(database.pool)
  cube = await startTestCube(database.url)
})
afterAll(async () => {
  await cube?.stop()
  await database?.drop()
})

function membersOf(owners: readonly Members[]): Member[] {
  return owners.flatMap(({ dimensions = [], measures = [] }) => [...dimensions, ...measures])
}

test('every amount of money in the views has the currency of the settings, and nothing else has one', async () => {
  const { body } = await cube.get('/v1/meta', ['pii'])
  const members = membersOf(JSON.parse(JSON.stringify(body.cubes)))
  const amounts = members.filter(({ format }) => format === 'currency')
  expect(amounts.length).toBeGreaterThan(30)
  for (const { currency, meta } of amounts)
    expect([currency, meta?.currency]).toEqual([company.currency, company.currency])
  const others = members.filter(({ format }) => format !== 'currency')
  expect(others.filter(({ currency, meta }) => currency ?? meta?.currency)).toEqual([])
})

test('a company in another currency needs no change to the model', async () => {
  const files = await readModelFiles(root)
  const before = membersOf(files.flatMap(({ text }) => parse(text).cubes ?? []))
  const after = membersOf(servedFiles(files, 'BRL').flatMap(({ content }) => parse(content).cubes ?? []))
  expect(after).toEqual(
    before.map((member) =>
      member.format === 'currency'
        ? { ...member, currency: 'BRL', meta: { ...member.meta, currency: 'BRL' } }
        : member,
    ),
  )
})
