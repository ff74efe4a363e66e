import type { Problems } from './problems.ts'

/** What a file holds at one place: a record to be checked against the contract, or why there is none. */
export interface Found {
  readonly line: number
  readonly record: unknown
  readonly problems: Problems | null
  /** The bytes it has in the file. */
  original(): Buffer
  /** Whether its text needs no escaping and no check for what Postgres cannot store. */
  readonly isPlain?: boolean
  /** The load that first met the record, if it comes from quarantine. */
  readonly fromLoad?: string
}

/** What a source of records gives: some at a time, to be used up before the next are asked for. */
export type FoundBlocks = AsyncIterable<Iterable<Found>>

/** Records made by a program, such as the sample company's. Their "line" is their number. */
export async function* foundRecords(records: AsyncIterable<unknown> | Iterable<unknown>): FoundBlocks {
  let line = 0
  for await (const record of records) {
    line += 1
    yield [
      { line, record, problems: null, original: () => Buffer.from(JSON.stringify(record) ?? 'undefined') },
    ]
  }
}
