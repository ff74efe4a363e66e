import { PostgresQuery } from '@cubejs-backend/schema-compiler'
import { valueOfRow } from './row-value.ts'

/**
 * Cube's SQL for Postgres, with two differences. In a query of single rows, such as `select * from orders limit 10` of
 * a BI tool, a percentile or a balance is the value of its row. Cube would leave the aggregate in, which Postgres
 * refuses without a `group by`. Cube itself does this for sums and the like, but has no type for these. And a day, which
 * the model writes `{CUBE}.ordered_date::date`, is the same day in every time zone: Cube takes it for midnight in UTC,
 * which is the day before in America.
 */
export class ClienteleQuery extends PostgresQuery {
  override newPreAggregations() {
    const found = super.newPreAggregations()
    // a query that is to build a pre-aggregation names it; cube.js says when others may be answered from them
    const { preAggregationId, ungrouped, contextSymbols } = this.options
    const mayUse = contextSymbols?.securityContext?.rollups === true && !ungrouped
    if (!preAggregationId && !mayUse) found.findPreAggregationForQuery = () => undefined
    return found
  }

  override renderSqlMeasure(
    name: unknown,
    sql: unknown,
    symbol: unknown,
    cubeName: unknown,
    parent: unknown,
    orderBy: unknown,
  ) {
    const rendered = super.renderSqlMeasure(name, sql, symbol, cubeName, parent, orderBy)
    return this.ungrouped && typeof rendered === 'string' ? (valueOfRow(rendered) ?? rendered) : rendered
  }

  override convertTz(field: string) {
    return isDay(field) ? `${field}::timestamp` : super.convertTz(field)
  }

  override timeRangeFilter(dimension: string, from: string, to: string) {
    return super.timeRangeFilter(dimension, this.limit(dimension, from), this.limit(dimension, to))
  }

  override timeNotInRangeFilter(dimension: string, from: string, to: string) {
    return super.timeNotInRangeFilter(dimension, this.limit(dimension, from), this.limit(dimension, to))
  }

  override beforeDateFilter(dimension: string, limit: string) {
    return super.beforeDateFilter(dimension, this.limit(dimension, limit))
  }

  override beforeOrOnDateFilter(dimension: string, limit: string) {
    return super.beforeOrOnDateFilter(dimension, this.limit(dimension, limit))
  }

  override afterDateFilter(dimension: string, limit: string) {
    return super.afterDateFilter(dimension, this.limit(dimension, limit))
  }

  override afterOrOnDateFilter(dimension: string, limit: string) {
    return super.afterOrOnDateFilter(dimension, this.limit(dimension, limit))
  }

  /** Cube gives limits as instants; a day is compared with what clocks showed then. */
  private limit(dimension: string, instant: string): string {
    return isDay(dimension) ? `(${instant} at time zone '${this.timezone}')` : instant
  }
}

/** Cube puts brackets around some of the SQL that a member is made of. */
function isDay(sql: string): boolean {
  return /::date\)*$/.test(sql)
}
