import { type CanonicalShape, type Expectation, every, returnsNone, type Sql, sql } from '#engine'

/** The fact has as many rows as all sources together, and the same totals of measures that have the same name in both. */
export function conserves(
  shape: CanonicalShape,
  totals: Sql = sql`count(*) as row_count`,
): Expectation<never> {
  return returnsNone(
    `every staged ${shape.name} is present`,
    (self) => sql`
      select ${totals}
      from ${every(shape)} staged
      except
      select ${totals}
      from ${self} present`,
  )
}
