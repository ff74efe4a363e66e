import { PostgresDriver } from '@cubejs-backend/postgres-driver'
import pg from 'pg'

/**
 * Cube's driver, except that its errors hold no values. Postgres repeats a value of a row or of a filter in many of its
 * messages, and Cube would show them to readers and write them to its log.
 */
export class QuietDriver extends PostgresDriver {
  protected override queryResponse(...query: Parameters<PostgresDriver['queryResponse']>) {
    return quietly(super.queryResponse(...query))
  }

  override stream(...query: Parameters<PostgresDriver['stream']>) {
    return quietly(super.stream(...query))
  }
}

type Configuration = ConstructorParameters<typeof PostgresDriver>[0]

/**
 * Only reads, except that it builds pre-aggregations, over connections of their own. Cube would drop the tables of before
 * while queries read them; rollup-keeper.ts does so later.
 */
export class ReadingDriver extends QuietDriver {
  private readonly builder: QuietDriver

  constructor(reading: Configuration, building: Configuration) {
    super(reading)
    this.builder = new QuietDriver({ ...building, maxPoolSize: 2 })
  }

  override async loadPreAggregationIntoTable(
    ...[, sql, params]: Parameters<PostgresDriver['loadPreAggregationIntoTable']>
  ) {
    return this.builder.query(sql, params)
  }

  override async dropTable() {
    return []
  }

  override async release() {
    await this.builder.release()
    await super.release()
  }
}

async function quietly<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw quiet(error)
  }
}

export function quiet(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  return new Error(`${reasonOf(error.code ?? '')} (Postgres error ${error.code})`)
}

function reasonOf(code: string): string {
  if (code === '57014') return 'The query took longer than it may. Ask for less, or for a shorter period.'
  if (code === '42501') return 'Cube may not read what this query needs. Run `clientele build`.'
  if (code === '42P01' || code === '3F000' || code === '42703')
    return 'What this query needs is not published yet. Run `clientele build`.'
  if (code.startsWith('22'))
    return 'A value does not fit what it is compared with, such as text with a number.'
  if (code.startsWith('53') || code.startsWith('57'))
    return 'Postgres has no room for this query now. Try again.'
  return 'Postgres could not answer.'
}
