import type { ClientBase, Pool } from 'pg'
import { escapeText } from '../../engine/loading/encoder.ts'
import { CopyInto } from '../../engine/postgres/copy.ts'
import type { CompanyOptions } from './company.ts'
import { peopleIn, type Truth } from './truth.ts'

/* What the database keeps about the sample company besides its records. No transform reads it. */

/** The loaded company, and the day it has reached. */
export async function loadedCompany(pool: Pool): Promise<CompanyOptions | null> {
  const { rows } = await pool.query<{ customers: number; seed: number; today: Date }>(
    'select customers, seed, today from ops.sample_state',
  )
  const [state] = rows
  return state ? { ...state, today: state.today.getTime() } : null
}

/** Writes the truth about records that were created or changed, in one transaction with the day. */
export async function writeTruth(
  pool: Pool,
  company: CompanyOptions,
  truth: Iterable<Truth>,
  isAddition = false,
): Promise<void> {
  const client = await pool.connect()
  let isDone = false
  try {
    await client.query('begin')
    // creating the index once is far faster than extending it row by row
    if (!isAddition) {
      await client.query(
        'truncate ops.sample_truth; alter table ops.sample_truth drop constraint sample_truth_pkey',
      )
    }
    await client.query(
      'create temp table new_truth (like ops.sample_truth) on commit drop; truncate ops.sample_people',
    )
    await copyRows(client, isAddition ? 'pg_temp.new_truth' : 'ops.sample_truth', truthRows(truth))
    if (!isAddition) await client.query('alter table ops.sample_truth add primary key (entity, record_key)')
    else {
      await client.query('insert into ops.sample_truth select * from new_truth on conflict do nothing')
    }
    await copyRows(client, 'ops.sample_people', peopleRows(company))
    await client.query(
      `insert into ops.sample_state (customers, seed, today) values ($1, $2, $3)
       on conflict (is_only) do update set customers = $1, seed = $2, today = $3`,
      [company.customers, company.seed, new Date(company.today)],
    )
    await client.query('commit')
    isDone = true
  } finally {
    client.release(!isDone)
  }
}

function* truthRows(truth: Iterable<Truth>) {
  for (const { entity, recordKey, personId, sentiment, cause } of truth) {
    yield [entity, recordKey, personId, sentiment, cause]
  }
}

function* peopleRows(company: CompanyOptions) {
  for (const person of peopleIn(company)) {
    const { personId, segment, isProspect, householdId, resemblesId, acquisitionChannel } = person
    const times = [person.leftAt, person.movedAt, person.marriedAt].map((at) => at?.toISOString() ?? null)
    const [left = null, moved = null, married = null] = times
    yield [personId, segment, isProspect, householdId, resemblesId, left, acquisitionChannel, moved, married]
  }
}

async function copyRows(
  client: ClientBase,
  table: string,
  rows: Iterable<readonly (string | number | boolean | null)[]>,
): Promise<void> {
  const copy = new CopyInto(client, `copy ${table} from stdin`)
  let text = ''
  for (const row of rows) {
    text += `${row.map((cell) => (cell === null ? '\\N' : escapeText(String(cell)))).join('\t')}\n`
    if (text.length < 256 * 1024) continue
    await copy.write(text)
    text = ''
  }
  await copy.write(text)
  await copy.end()
}
