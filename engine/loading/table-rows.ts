import pg from 'pg'
import QueryStream from 'pg-query-stream'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'
import { type CellParser, cellParser } from './csv/cell-parser.ts'
import { checkFields } from './csv/header-check.ts'
import { hidden } from './field-names.ts'

export interface TableSource {
  readonly url: string
  /** The URL without its password, as shown to people and in `ops.loads`. */
  readonly origin: string
  /** A table or view, with its schema if necessary. */
  readonly table: string
  readonly cursor?: string
  /** Rows per load, if there is a cursor. */
  readonly batch?: number
}

interface TableColumn {
  readonly name: string
  readonly parse: CellParser
  readonly convert: (text: string) => string
}

const unchanged = (text: string) => text

/** The rows of a table in another Postgres as records of a contract, in the order of the cursor. */
export class TableRows {
  /** The cursor's value in the last row, as Postgres writes it. */
  position: string | null
  isAtEnd = false
  private readonly client: pg.Client
  private readonly entity: RawEntity
  private readonly source: TableSource
  private columns: readonly TableColumn[] = []
  private cursorAt = -1
  private rows: AsyncIterator<unknown> | null = null
  private ahead: IteratorResult<unknown> | null = null

  constructor(client: pg.Client, entity: RawEntity, source: TableSource, position: string | null) {
    this.client = client
    this.entity = entity
    this.source = source
    this.position = source.cursor === undefined ? null : position
  }

  /** Checks that the table has the contract's columns, and starts the query. */
  async open(): Promise<void> {
    const { table, cursor } = this.source
    const from = `select * from ${table.split('.').map(pg.escapeIdentifier).join('.')}`
    const { fields } = await this.client.query(`${from} limit 0`)
    const names = fields.map((field) => field.name)
    checkFields(this.entity, names, `The column list of ${table}`)
    this.columns = fields.map(({ name, dataTypeID }) => ({
      name: hidden(name),
      parse: cellParser(this.entity.record.shape[name]),
      convert: writers.get(dataTypeID) ?? unchanged,
    }))
    this.cursorAt = cursor === undefined ? -1 : names.indexOf(cursor)
    if (cursor !== undefined && this.cursorAt === -1) {
      throw new ClienteleError(
        'pull-invalid',
        `${table} has no column ${cursor}. Choose one of its columns: ${names.join(', ')}.`,
      )
    }
    const column = cursor === undefined ? '' : pg.escapeIdentifier(cursor)
    const since = this.position === null ? '' : ` where ${column} is null or ${column} >= $1`
    const order = cursor === undefined ? '' : ` order by ${column} nulls first`
    const query = new QueryStream(`${from}${since}${order}`, this.position === null ? [] : [this.position], {
      rowMode: 'array',
      batchSize: 1000,
      types: { getTypeParser: () => unchanged },
    })
    this.rows = this.client.query(query)[Symbol.asyncIterator]()
  }

  async *next(limit: number): AsyncGenerator<unknown> {
    if (!this.rows) return
    this.ahead ??= await this.rows.next()
    for (let count = 0; count < limit && !this.ahead.done; count++) {
      const row: unknown = this.ahead.value
      if (Array.isArray(row)) {
        const cursor: unknown = row[this.cursorAt]
        if (typeof cursor === 'string') this.position = cursor
        yield this.recordOf(row)
      }
      this.ahead = await this.rows.next()
    }
    this.isAtEnd = this.ahead.done === true
  }

  private recordOf(row: readonly unknown[]): unknown {
    const record: Record<string, unknown> = {}
    for (const [at, { name, parse, convert }] of this.columns.entries()) {
      const value = row[at]
      record[name] = parse(typeof value === 'string' ? convert(value) : '')
    }
    return record
  }
}

/** Types that Postgres writes in another form than contracts expect. The session's time zone is UTC. */
const writers = new Map<number, (text: string) => string>([
  [pg.types.builtins.BOOL, (text) => (text === 't' ? 'true' : 'false')],
  [pg.types.builtins.TIMESTAMPTZ, (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z')],
])
