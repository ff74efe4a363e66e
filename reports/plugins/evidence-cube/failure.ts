import { appendFile } from 'node:fs/promises'

/** A query of the reports that could not be answered. `code` is a heading in docs/errors.md. */
export class CubeFailure extends Error {
  override readonly name = 'CubeFailure'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Tells services/reports/faults.ts which query failed. Evidence goes on with the others. */
export async function noteFailure(query: string, error: unknown): Promise<void> {
  const file = process.env.CLIENTELE_DRAWING_FAULTS
  if (!file) return
  const code = error instanceof CubeFailure ? error.code : 'unexpected'
  const reason = error instanceof Error ? error.message : String(error)
  await appendFile(file, `${JSON.stringify({ query, code, reason })}\n`)
}
