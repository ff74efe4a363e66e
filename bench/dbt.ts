import { spawnSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from '../engine/build/build.ts'
import { loadWarehouse } from '../engine/graph/catalogue.ts'
import { defaultCompany } from '../seeds/sample/company.ts'
import { loadSample } from '../seeds/sample/load.ts'
import { compared, comparedDay, comparedGraph, dbtProject } from './setup/dbt-project.ts'
import { report, withServer } from './setup/server.ts'

/*
 * Fifteen relations of the warehouse, built and tested by Clientele and by dbt, on one server with the same SQL, indexes and
 * tests, two at a time. bench/dbt/README.md says how to install dbt; without it, only Clientele is measured.
 *
 *   node bench/dbt.ts [CUSTOMERS] [ROUNDS]
 *   node bench/dbt.ts write        only writes the models and tests of bench/dbt
 */

const project = join(import.meta.dirname, 'dbt')
const warehouse = await loadWarehouse(join(import.meta.dirname, '../transforms'))

await writeProject()
if (process.argv[2] !== 'write')
  await compare(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 3))

async function writeProject(): Promise<void> {
  for (const folder of ['models', 'tests']) await rm(join(project, folder), { recursive: true, force: true })
  for (const [path, text] of dbtProject(warehouse.graph)) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), text)
  }
}

async function compare(customers: number, rounds: number): Promise<void> {
  await withServer(async ({ pool, url }) => {
    await loadSample(pool, { ...defaultCompany, customers })
    const asOf = () => comparedDay
    const before = { ...warehouse, asOf, graph: comparedGraph(warehouse.graph, true) }
    await build(pool, before, { jobs: 2 })
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      // what is not declared any more is dropped, so that the next build makes it again
      await build(pool, before, { jobs: 2 })
      ours.push(timed(process.execPath, [join(import.meta.dirname, 'setup/dbt-ours.ts'), url]))
      const seconds = dbt(url)
      if (seconds !== null) theirs.push(seconds)
    }
    console.log(
      `Clientele, ${compared.length} relations of ${customers} customers: ${ours.map(shown).join(', ')}`,
    )
    if (theirs.length === 0) return console.log('dbt is not on PATH: see bench/dbt/README.md')
    console.log(`dbt: ${theirs.map(shown).join(', ')}`)
    report({
      what: `seconds of Clientele for ${compared.length} relations, compared with dbt`,
      value: medianOf(ours) / medianOf(theirs),
      unit: '×',
      limit: 1.2,
      aim: 1,
    })
  })
}

/** Runs `dbt build` on the same server; null if there is no dbt. */
function dbt(url: string): number | null {
  if (spawnSync('dbt', ['--version']).error) return null
  const { hostname, port, username, password, pathname } = new URL(url)
  const env = {
    ...process.env,
    DBT_HOST: hostname,
    DBT_PORT: port,
    DBT_USER: username,
    DBT_PASSWORD: decodeURIComponent(password),
    DBT_DATABASE: pathname.slice(1),
  }
  const output = join(tmpdir(), 'clientele-dbt')
  const folders = ['--project-dir', project, '--profiles-dir', project]
  const written = ['--target-path', output, '--log-path', output]
  return timed('dbt', ['--quiet', 'build', '--no-partial-parse', ...folders, ...written], env)
}

function timed(program: string, args: readonly string[], env = process.env): number {
  const started = performance.now()
  const { status } = spawnSync(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ended with ${status}; its output stands above`)
  return (performance.now() - started) / 1000
}

function shown(seconds: number): string {
  return `${seconds.toFixed(1)} s`
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
