import { canonical, id, instant, integer, key, oneOf, recordKey, text } from '#engine'

export const points_movement = canonical('points_movement', {
  description: 'Loyalty points earned, redeemed, expired or corrected, as one source has it',
  columns: {
    movement_key: key('Surrogate key of the movement'),
    record_key: recordKey('Profile record of the member').orNull(),
    source: id('Source system'),
    movement_id: id('Identifier in its source'),
    movement_type: oneOf('What happened to the points', ['earned', 'redeemed', 'expired', 'adjusted']),
    points: integer('Points; negative if they leave the account'),
    order_key: key('Order that they were earned or redeemed with').orNull(),
    occurred_at: instant('When it happened'),
    expires_at: instant('When the earned points expire').orNull(),
    reason: text('Reason').orNull(),
  },
})
