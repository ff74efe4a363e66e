import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { type Access, recordAccess } from '../access/audit.ts'

/**
 * Writes what was read to the audit log, many reads at a time and in order, so that no answer waits for it. What cannot be
 * written is kept and tried again, and until it is written nothing more may be read.
 */
export class ReadLog {
  private readonly pool: Pool
  private waiting: Access[] = []
  private writing: Promise<void> | undefined
  private failed = false

  constructor(pool: Pool) {
    this.pool = pool
  }

  /** Errors: `reads-not-recorded`. */
  requireWritable(): void {
    if (this.failed) void this.write()
    if (!this.failed && this.waiting.length < mostWaiting) return
    throw new ClienteleError(
      'reads-not-recorded',
      'Reads of personal data cannot be written to the audit log at present, so nothing may be read. They are tried again with each request. The terminal that Clientele runs in says why.',
      { waiting: this.waiting.length },
    )
  }

  add(access: Access): void {
    this.waiting.push(access)
    void this.write()
  }

  /** Resolves when all is written, or cannot be. */
  async settled(): Promise<void> {
    await this.write()
  }

  private write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined
    })
    return this.writing
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, batchSize)
      try {
        await recordAccess(this.pool, batch)
      } catch (error) {
        if (!this.failed) process.stderr.write(`The audit log could not be written: ${error}\n`)
        this.failed = true
        return
      }
      this.failed = false
      this.waiting = this.waiting.slice(batch.length)
    }
  }
}

const batchSize = 500
/** More than this are waiting only if the log cannot keep up. */
const mostWaiting = 20_000
