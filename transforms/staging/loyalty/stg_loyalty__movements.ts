import { sql, transform } from '#engine'
import { points_movement } from '../../canonical/points_movement.ts'
import { loyalty } from '../../sources/loyalty/loyalty.ts'
import { personKey } from '../person-key.ts'

export const stg_loyalty__movements = transform('staging.stg_loyalty__movements', {
  description: 'The ledger of loyalty points; a balance is the sum of its movements.',
  grain: ['movement_key'],
  conformsTo: points_movement,
  columns: points_movement.columns,
  query: sql`
    select
      ops.key_of('loyalty', 'movement', movement_id) as movement_key,
      ${personKey('loyalty', 'member', sql`member_id`)} as record_key,
      'loyalty' as source,
      movement_id,
      movement_type,
      points::integer as points,
      ops.key_of(order_source, 'order', order_id) as order_key,
      occurred_at::timestamptz as occurred_at,
      expires_at::timestamptz as expires_at,
      trim(reason) as reason
    from ${loyalty.movements}`,
})
