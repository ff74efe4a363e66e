import { once } from 'node:events'
import type pg from 'pg'
import { type CopyStreamQuery, from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** How many bytes may be on their way to Postgres while the next are prepared. */
const inFlight = 2 * 1024 * 1024

/** A COPY … FROM STDIN in progress. Writing waits while Postgres is behind, and throws its errors. */
export class CopyInto {
  private readonly stream: CopyStreamQuery
  private failure: Error | null = null

  constructor(client: pg.ClientBase, statement: string) {
    this.stream = client.query(copyFrom(statement, { highWaterMark: inFlight }))
    this.stream.on('error', (error) => {
      this.failure ??= error
    })
  }

  async write(text: string): Promise<void> {
    if (this.failure) throw this.failure
    if (!this.stream.write(Buffer.from(text, 'utf8'))) await once(this.stream, 'drain')
  }

  /** Aborts: Postgres discards what was written, and the connection can be used again. */
  async fail(reason: Error): Promise<void> {
    // Postgres has ended the COPY, or the connection is lost: nothing is left to abort.
    if (this.failure) return
    const closed = new Promise((resolve) => this.stream.once('close', resolve))
    this.stream.destroy(reason)
    await closed
  }

  async end(): Promise<void> {
    if (this.failure) throw this.failure
    this.stream.end()
    await once(this.stream, 'finish')
  }
}

/** The rows of a query as lines of COPY text, in the batches that arrive. A row never contains a line break. */
export async function* copiedLines(client: pg.ClientBase, query: string): AsyncGenerator<string[]> {
  const text = client.query(copyTo(`copy (${query}) to stdout`))
  // the loop below throws it, unless it was left before
  text.on('error', () => {})
  let rest = ''
  text.setEncoding('utf8')
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) yield lines
  }
}
