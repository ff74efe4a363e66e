import pg from 'pg'
import { CopyInto } from '../postgres/copy.ts'
import { escapeText, type RecordEncoder } from './encoder.ts'
import type { Problems } from './problems.ts'
import type { Found, FoundBlocks } from './records.ts'
import { unstorable } from './unstorable.ts'

/** How many characters of COPY text go to Postgres at once. */
const batchSize = 256 * 1024
const largestRejected = 2 * 1024 * 1024
const mostReasons = 1000

export interface Reason {
  readonly code: string
  readonly field: string
  readonly count: number
  readonly example: string
  readonly firstLine: number
}

/**
 * Copies a load's valid records into one table and its rejected ones into another, on one connection and in its
 * transaction. Holds at most one batch in memory.
 */
export class Landing {
  accepted = 0
  rejected = 0
  private readonly client: pg.ClientBase
  private readonly encoder: RecordEncoder
  private readonly copyStatement: string
  private readonly onBatch: () => void
  private copy: CopyInto | null = null
  private text = ''
  private rejectedText = ''
  private readonly reasonsByKey = new Map<string, Reason>()

  constructor(client: pg.ClientBase, table: string, encoder: RecordEncoder, onBatch: () => void) {
    this.client = client
    this.encoder = encoder
    const columns = encoder.columns.map(pg.escapeIdentifier)
    this.copyStatement = `copy ${table} (${columns.join(', ')}) from stdin`
    this.onBatch = onBatch
  }

  get read(): number {
    return this.accepted + this.rejected
  }

  /** The most frequent first. */
  get reasons(): readonly Reason[] {
    return [...this.reasonsByKey.values()].sort((a, b) => b.count - a.count || a.firstLine - b.firstLine)
  }

  /** Encodes and copies all records; waits while Postgres is behind. */
  async land(blocks: FoundBlocks): Promise<void> {
    for await (const block of blocks) {
      for (const found of block) {
        this.take(found)
        if (this.text.length > batchSize) await this.writeBatch()
        if (this.rejectedText.length > largestRejected) await this.writeRejected()
      }
    }
    await this.writeBatch()
    await this.writeRejected()
  }

  private take(found: Found): void {
    const isPlain = found.isPlain === true
    const problems = found.problems ?? (isPlain ? null : unstorable(found.record))
    const encoded = problems ? null : this.encoder.encode(found.record, !isPlain, found.fromLoad)
    if (encoded === null) this.reject(found, problems ?? this.encoder.problems)
    else {
      this.text += encoded
      this.accepted += 1
    }
  }

  private reject({ line, original, record }: Found, problems: Problems): void {
    this.rejected += 1
    this.rejectedText += copyLine(line, original(), problems, this.encoder.keyIn(record))
    const { code, field, message } = problems[0]
    const key = `${code} ${field}`
    const known = this.reasonsByKey.get(key)
    if (known) this.reasonsByKey.set(key, { ...known, count: known.count + 1 })
    else if (this.reasonsByKey.size < mostReasons) {
      this.reasonsByKey.set(key, { code, field, count: 1, example: message, firstLine: line })
    }
  }

  private async writeBatch(): Promise<void> {
    if (this.text !== '') {
      this.copy ??= new CopyInto(this.client, this.copyStatement)
      await this.copy.write(this.text)
      this.text = ''
    }
    this.onBatch()
  }

  /** Rejected records are usually few; the connection can run only one COPY at a time. */
  private async writeRejected(): Promise<void> {
    await this.endCopy()
    if (this.rejectedText === '') return
    const copy = new CopyInto(this.client, `copy ${rejectedTable} from stdin`)
    await copy.write(this.rejectedText)
    await copy.end()
    this.rejectedText = ''
  }

  private async endCopy(): Promise<void> {
    await this.copy?.end()
    this.copy = null
  }
}

export const rejectedTable = 'pg_temp.clientele_rejected'

export const createRejectedTable = `
  create temp table clientele_rejected
    (line bigint, original bytea, reason_code text, reasons jsonb, key text) on commit drop`

function copyLine(line: number, original: Buffer, problems: Problems, key: string | null): string {
  // messages quote the text they complain about, which may be text that Postgres cannot store
  const written = JSON.stringify(problems, (_, value) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  )
  const storedKey = key === null || key.includes('\0') || !key.isWellFormed() ? '\\N' : escapeText(key)
  const reasons = escapeText(written.replaceAll('\\u0000', '\\ufffd'))
  return `${line}\t\\\\x${original.toString('hex')}\t${escapeText(problems[0].code)}\t${reasons}\t${storedKey}\n`
}
