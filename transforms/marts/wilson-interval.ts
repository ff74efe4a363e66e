import { type Sql, sql } from '#engine'

/** The ends of the 95 % interval of a share (Wilson 1927, JASA 22), from counts; null without any. */
export const wilsonLower = (hits: Sql, all: Sql): Sql => wilson(hits, all, sql`-`)
export const wilsonUpper = (hits: Sql, all: Sql): Sql => wilson(hits, all, sql`+`)

const wilson = (hits: Sql, all: Sql, sign: Sql): Sql => sql`
  (
    (
      ${hits}::numeric / nullif(${all}, 0) + 1.9208 / nullif(${all}, 0)
      ${sign} 1.96 * sqrt(
        (
          ${hits}::numeric / nullif(${all}, 0) * (1 - ${hits}::numeric / nullif(${all}, 0))
          + 0.9604 / nullif(${all}, 0)
        ) / nullif(${all}, 0)
      )
    ) / (1 + 3.8416 / nullif(${all}, 0))
  )`
