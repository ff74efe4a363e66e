/** What Cube's process writes to .clientele/logs/cube.log: failures only, and no value of a row, a filter or a token. */

/** Libraries print warnings that repeat a reader's values, for instance about dates. */
export function silenceConsole(): void {
  const nothing = () => {}
  Object.assign(console, {
    log: nothing,
    info: nothing,
    debug: nothing,
    warn: nothing,
    error: nothing,
    trace: nothing,
  })
}

/** Cube's own events, of which those about a reader's mistakes are left out: they repeat what the reader sent. */
export function logEvent(message: string, parameters: Readonly<Record<string, unknown>>): void {
  const cause = parameters.error ?? parameters.warning
  if (!cause || readersMistakes.has(message) || 'token' in parameters) return
  // the SQL API repeats the statement of the client in its errors
  write(parameters.apiType === 'sql' ? { message } : { message, cause: String(cause).split('\n', 1)[0] })
}

const readersMistakes = new Set(['User Error', 'UserError', 'Forbidden', 'Not Found', 'Internal'])

/** Logs the kind of an error and its place in the code, because its message can hold values. */
export function logFailure(message: string, error: unknown): void {
  const stack = (error instanceof Error && error.stack) || ''
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '))
  const place = frames.slice(0, 6).map((line) => line.trim())
  const kind = error instanceof Error ? error.name : typeof error
  write({ message, kind, place, ...problemOfModel(error) })
}

/** The errors of the model's compiler name files and members of the model. */
function problemOfModel(error: unknown): { problem?: string } {
  return error instanceof Error && 'plainMessages' in error ? { problem: error.message } : {}
}

function write(event: Readonly<Record<string, unknown>>): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`)
}
