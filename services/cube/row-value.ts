/**
 * What a single row adds to an aggregate that the model writes itself: `value` of `percentile_cont(0.5) within group
 * (order by value)` and of `ops.sum_on_last_day(value, day)`.
 */
export function valueOfRow(sql: string): string | undefined {
  const balance = /^\s*ops\.sum_on_(?:last|first)_day\(\s*(.+),[^,]+\)\s*$/is.exec(sql)?.[1]
  if (balance !== undefined && isBalanced(balance)) return `(${balance})`
  return valueOfPercentile(sql)
}

export function valueOfPercentile(sql: string): string | undefined {
  const value = /^\s*percentile_cont\(\s*[\d.]+\s*\)\s+within\s+group\s+\(order\s+by\s+(.+)\)\s*$/is.exec(
    sql,
  )?.[1]
  return value === undefined || !isBalanced(value) ? undefined : `(${value})`
}

/** Whether the brackets close, so that the last one of the percentile is its own. */
function isBalanced(sql: string): boolean {
  let depth = 0
  for (const bracket of sql.replace(/'[^']*'/g, '').match(/[()]/g) ?? []) {
    depth += bracket === '(' ? 1 : -1
    if (depth < 0) return false
  }
  return depth === 0
}
