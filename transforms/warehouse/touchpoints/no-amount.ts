import { sql } from '#engine'

/** The columns of a touchpoint that is about no money. */
export const noAmount = sql`
    null::numeric as original_amount,
    null::text as currency,
    null::numeric(38, 4) as amount`
