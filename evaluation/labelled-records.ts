import type { ClientBase } from 'pg'
import { copiedLines } from '../engine/postgres/copy.ts'

/** Records whose person is known, with their customer and their person, by position. */
export interface LabelledRecords {
  /** Ids in matching. */
  readonly ids: Int32Array
  readonly customers: Int32Array
  readonly people: Int32Array
}

/** Reads the result of a query for `id, customer, person`, all numbers from 1. */
export async function labelledRecords(client: ClientBase, query: string): Promise<LabelledRecords> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from (${query}) labelled`)
  const size = Number(rows[0]?.count)
  const records = {
    ids: new Int32Array(size),
    customers: new Int32Array(size),
    people: new Int32Array(size),
  }
  let at = 0
  for await (const lines of copiedLines(client, query)) {
    for (const line of lines) {
      const [id, customer, person] = line.split('\t')
      records.ids[at] = Number(id)
      records.customers[at] = Number(customer)
      records.people[at++] = Number(person)
    }
  }
  return records
}
