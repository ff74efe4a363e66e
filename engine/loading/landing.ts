import pg from 'pg'
import { CopyInto } from '../postgres/copy.ts'
import { escapeText } from './encoder.ts'
import type { Rejected } from './problems.ts'

/** Rejected records are few as a rule; past this many bytes they go to the database. */
const mostRejectedBytes = 1024 * 1024
const mostReasons = 1000

export interface Reason {
  readonly code: string
  readonly field: string
  readonly count: number
  readonly example: string
  readonly firstLine: number
}

/**
 * Where a load's records go first: good ones by COPY into one table, rejected ones into another, on one
 * connection and in its transaction. Holds no more than a batch in memory.
 */
export class Landing {
  read = 0
  accepted = 0
  rejected = 0
  private readonly client: pg.ClientBase
  private readonly copyStatement: string
  private readonly onBatch: () => void
  private copy: CopyInto | null = null
  private waiting: Rejected[] = []
  private waitingBytes = 0
  private readonly reasonsByKey = new Map<string, Reason>()

  constructor(client: pg.ClientBase, table: string, columns: readonly string[], onBatch: () => void) {
    this.client = client
    this.copyStatement = `copy ${table} (${columns.map(pg.escapeIdentifier).join(', ')}) from stdin`
    this.onBatch = onBatch
  }

  /** Takes lines of COPY text and what was rejected between them; waits while Postgres is behind. */
  async add(text: string, count: number, rejected: readonly Rejected[]): Promise<void> {
    this.read += count + rejected.length
    this.accepted += count
    for (const record of rejected) this.reject(record)
    if (text !== '') {
      this.copy ??= new CopyInto(this.client, this.copyStatement)
      await this.copy.write(text)
    }
    if (this.waitingBytes > mostRejectedBytes) await this.flushRejected()
    this.onBatch()
  }

  async end(): Promise<void> {
    await this.endCopy()
    await this.flushRejected()
  }

  get reasons(): readonly Reason[] {
    return [...this.reasonsByKey.values()].sort((a, b) => b.count - a.count || a.firstLine - b.firstLine)
  }

  private reject(record: Rejected): void {
    this.rejected += 1
    this.waiting.push(record)
    this.waitingBytes += record.original.length + 500
    const { code, field, message } = record.problems[0]
    const key = `${code} ${field}`
    const known = this.reasonsByKey.get(key)
    if (known) this.reasonsByKey.set(key, { ...known, count: known.count + 1 })
    else if (this.reasonsByKey.size < mostReasons) {
      this.reasonsByKey.set(key, { code, field, count: 1, example: message, firstLine: record.line })
    }
  }

  private async flushRejected(): Promise<void> {
    if (this.waiting.length === 0) return
    await this.endCopy()
    const copy = new CopyInto(this.client, `copy ${rejectedTable} from stdin`)
    await copy.write(this.waiting.map(copyLine).join(''))
    await copy.end()
    this.waiting = []
    this.waitingBytes = 0
  }

  private async endCopy(): Promise<void> {
    await this.copy?.end()
    this.copy = null
  }
}

export const rejectedTable = 'pg_temp.clientele_rejected'

export const createRejectedTable = `
  create temp table clientele_rejected
    (line bigint, original bytea, reason_code text, reasons jsonb) on commit drop`

function copyLine(record: Rejected): string {
  // messages quote what they complain of, which may be text that Postgres cannot hold
  const written = JSON.stringify(record.problems, (_, value) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  )
  const reasons = escapeText(written.replaceAll('\\u0000', '\\ufffd'))
  return `${record.line}\t\\\\x${record.original.toString('hex')}\t${escapeText(record.problems[0].code)}\t${reasons}\n`
}
