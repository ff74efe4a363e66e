/** A query of the reports that could not be answered. `code` is a heading in docs/errors.md. */
export class CubeFailure extends Error {
  override readonly name = 'CubeFailure'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
