import type { ClientBase, Pool } from 'pg'
import pg from 'pg'
import { ClienteleError } from '#engine'
import { type Agreement, agreement } from '../analytics/agreement.ts'
import { escapeText } from '../engine/loading/encoder.ts'
import { CopyInto } from '../engine/postgres/copy.ts'
import {
  type IdentitySettings,
  identitySettings,
  type MatchMeasures,
  match,
} from '../transforms/identity/matching/index.ts'
import { openCsvRows } from './csv-rows.ts'
import type { DataSet } from './data-set.ts'
import { labelledRecords } from './labelled-records.ts'
import type { ThresholdFigures } from './measured.ts'
import { withScratch } from './scratch.ts'
import { sweep } from './sweep.ts'

export interface DataSetResult {
  readonly dataSet: string
  readonly settings: string
  readonly measures: MatchMeasures
  readonly thresholds: IdentitySettings['thresholds']
  readonly agreement: Agreement
  /** The figures at other thresholds, before guards. */
  readonly byThreshold: readonly ThresholdFigures[]
  readonly seconds: number
}

/**
 * Matches the records of a file apart from the warehouse, and compares the clusters with the truth in the file.
 * Matching does not see the truth.
 *
 * Errors: `csv-unreadable`, `data-set-settings`, `identity-settings`.
 */
export async function evaluateDataSet(pool: Pool, path: string, dataSet: DataSet): Promise<DataSetResult[]> {
  const results: DataSetResult[] = []
  for (const [name, input] of Object.entries(dataSet.settings)) {
    const settings = identitySettings(input)
    results.push(await withScratch(pool, (client) => evaluateWith(client, path, dataSet, name, settings)))
  }
  return results
}

async function evaluateWith(
  client: ClientBase,
  path: string,
  dataSet: DataSet,
  name: string,
  settings: IdentitySettings,
): Promise<DataSetResult> {
  await loadData(client, path, dataSet)
  const started = performance.now()
  const measures = await match(client, { schema: 'pg_temp', settings, input: inputOf(dataSet) }).catch(
    (error: unknown) => {
      throw error instanceof pg.DatabaseError ? doesNotFit(path, dataSet.name, error.message) : error
    },
  )
  const seconds = (performance.now() - started) / 1000
  const found = await labelledRecords(
    client,
    `select c.id, c.root, dense_rank() over (order by d.truth)
     from pg_temp.cluster c join pg_temp.record r on r.id = c.id join data d on d.record_key = r.record_key`,
  )
  return {
    dataSet: dataSet.name,
    settings: name,
    measures,
    thresholds: settings.thresholds,
    agreement: agreement(found.customers, found.people),
    byThreshold: await sweep(client, 'pg_temp', found, settings),
    seconds,
  }
}

/** Loads the file into the temporary table `data`: its columns as text, a key for each row, and the truth. */
async function loadData(client: ClientBase, path: string, { name, truth }: DataSet): Promise<void> {
  const { names, rows } = await openCsvRows(path)
  const truthAt = names.findIndex((column) => truth.columns.includes(column))
  if (truthAt < 0) throw doesNotFit(path, name, `it has no column ${truth.columns.join(' or ')}`)
  const columns = names.map((column) => `${pg.escapeIdentifier(column)} text`)
  await client.query(
    `create temp table data (record_key bigint, truth text not null, ${columns.join(', ')}) on commit drop`,
  )
  const copy = new CopyInto(client, 'copy data from stdin')
  let key = 0
  for await (const block of rows) {
    let text = ''
    for (const cells of block) {
      const whole = cells[truthAt] ?? ''
      const person = truth.pattern ? truth.pattern.exec(whole)?.[1] : whole
      if (!person) {
        throw doesNotFit(path, name, `the ${names[truthAt]} "${whole}" does not identify a person`)
      }
      const values = cells.map((cell) => (cell === '' ? '\\N' : escapeText(cell)))
      text += `${[++key, escapeText(person), ...values].join('\t')}\n`
    }
    await copy.write(text)
  }
  await copy.end()
  await client.query('analyze data')
}

function inputOf({ name, columns }: DataSet) {
  const named = Object.entries(columns).map(([column, from]) => `${from} as ${pg.escapeIdentifier(column)}`)
  const none = 'select null::bigint as record_key_a, null::bigint as record_key_b'
  return {
    records: `select record_key, ${pg.escapeLiteral(name)}::text as source, ${named.join(', ')} from data`,
    links: `${none}, null::text as link_type where false`,
    decisions: `${none}, null::text as verdict where false`,
  }
}

function doesNotFit(path: string, name: string, reason: string): ClienteleError {
  return new ClienteleError(
    'data-set-settings',
    `${path} does not fit the settings of ${name}: ${reason}. Give the file that these settings describe, or correct them.`,
    { path },
  )
}
