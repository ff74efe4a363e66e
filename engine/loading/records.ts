import type { Problems } from './problems.ts'

/** A record to be checked against the contract, or the reason why there is none. */
export interface Found {
  readonly line: number
  readonly record: unknown
  readonly problems: Problems | null
  /** Its bytes in the file. */
  original(): Buffer
  /** Whether its text needs neither escaping nor a check for what Postgres cannot store. */
  readonly isPlain?: boolean
  /** The load that first met the record, if it comes from quarantine. */
  readonly fromLoad?: string
}

/** Records in blocks. Each block must be used up before the next is requested. */
export type FoundBlocks = AsyncIterable<Iterable<Found>>

/** Records made by a program, such as the sample company's. Their position stands in for the line. */
export async function* foundRecords(records: AsyncIterable<unknown> | Iterable<unknown>): FoundBlocks {
  let line = 0
  for await (const record of records) {
    line += 1
    yield [
      { line, record, problems: null, original: () => Buffer.from(JSON.stringify(record) ?? 'undefined') },
    ]
  }
}
