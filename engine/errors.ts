/** What a failure carries besides its sentence: names and values a program can act on. Never a secret. */
export type ErrorFields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/**
 * Every failure a user can meet. `code` is a heading in docs/errors.md; the message says what happened and
 * what to do; `exitCode` is what the process ends with.
 */
export class ClienteleError extends Error {
  override readonly name = 'ClienteleError'
  readonly code: string
  readonly fields: ErrorFields
  readonly exitCode: number

  constructor(
    code: string,
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

/** What went wrong, in the words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
