import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_subscribers = segment('segment_subscribers', {
  title: 'Subscribers',
  owner: 'Subscriptions',
  purpose: 'Keep what they pay for worth it',
  where: sql`subscription_count > 0`,
})
