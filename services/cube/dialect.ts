import { PostgresQuery } from '@cubejs-backend/schema-compiler'
import { valueOfPercentile } from './row-value.ts'

/**
 * Cube's SQL for Postgres, with one difference: in a query of single rows, such as `select * from orders limit 10` of
 * a BI tool, a percentile is the value of its row. Cube would leave the aggregate in, which Postgres refuses without a
 * `group by`. Cube itself does this for sums and the like, but has no type for percentiles.
 */
export class ClienteleQuery extends PostgresQuery {
  override renderSqlMeasure(
    name: unknown,
    sql: unknown,
    symbol: unknown,
    cubeName: unknown,
    parent: unknown,
    orderBy: unknown,
  ) {
    const rendered = super.renderSqlMeasure(name, sql, symbol, cubeName, parent, orderBy)
    return this.ungrouped && typeof rendered === 'string'
      ? (valueOfPercentile(rendered) ?? rendered)
      : rendered
  }
}
