import type { ErrorCode } from './error-codes.ts'

/** What a failure carries besides its message: names and values that a program can act on. Never a secret. */
export type ErrorFields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/**
 * Every failure that a user can meet. `code` is a heading in docs/errors.md; the message says what happened, why,
 * and what to do; `exitCode` is the process's exit code.
 */
export class ClienteleError extends Error {
  override readonly name = 'ClienteleError'
  readonly code: ErrorCode
  readonly fields: ErrorFields
  readonly exitCode: number

  constructor(
    code: ErrorCode,
    message: string,
    fields: ErrorFields = {},
    options: { cause?: unknown; exitCode?: number } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.fields = fields
    this.exitCode = options.exitCode ?? 1
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
