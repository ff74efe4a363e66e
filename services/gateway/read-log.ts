import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { type Access, recordAccess } from '../access/audit.ts'

/** Writes what is read to the audit log, those together that arrive while others are written. */
export class ReadLog {
  private readonly pool: Pool
  private waiting: { readonly access: Access; readonly written: PromiseWithResolvers<void> }[] = []
  private isWriting = false
  private hasFailed = false

  constructor(pool: Pool) {
    this.pool = pool
  }

  /** Resolves when it is written; nothing may be shown before. Errors: `reads-not-recorded`. */
  record(access: Access): Promise<void> {
    const written = Promise.withResolvers<void>()
    this.waiting.push({ access, written })
    if (!this.isWriting) void this.write()
    return written.promise
  }

  private async write(): Promise<void> {
    this.isWriting = true
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, batchSize)
      try {
        await recordAccess(
          this.pool,
          batch.map(({ access }) => access),
        )
        this.hasFailed = false
        for (const { written } of batch) written.resolve()
      } catch (error) {
        if (!this.hasFailed) process.stderr.write(`The audit log could not be written: ${error}\n`)
        this.hasFailed = true
        for (const { written } of batch) written.reject(notRecorded(error))
      }
    }
    this.isWriting = false
  }
}

const batchSize = 500

function notRecorded(cause: unknown): ClienteleError {
  return new ClienteleError(
    'reads-not-recorded',
    'Nothing is shown, because reads of personal data cannot be written to the audit log at present. Ask again later. The terminal that Clientele runs in says why.',
    {},
    { cause },
  )
}
