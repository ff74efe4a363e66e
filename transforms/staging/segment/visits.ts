import { sql } from '#engine'
import { stg_segment__identifies } from './stg_segment__identifies.ts'
import { stg_segment__pages } from './stg_segment__pages.ts'
import { stg_segment__screens } from './stg_segment__screens.ts'
import { stg_segment__tracks } from './stg_segment__tracks.ts'

/** Every event with its browser or app install, and the user who was logged in. */
export const visits = sql`
      select user_id, visitor_id, occurred_at from ${stg_segment__identifies}
      union all
      select user_id, visitor_id, occurred_at from ${stg_segment__pages}
      union all
      select user_id, visitor_id, occurred_at from ${stg_segment__screens}
      union all
      select user_id, visitor_id, occurred_at from ${stg_segment__tracks}`
