import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_discount_buyers = segment('segment_discount_buyers', {
  title: 'Discount buyers',
  owner: 'Pricing',
  purpose: 'Keep them out of offers that cost more than they bring',
  where: sql`order_count >= 2 and gross_amount > 0 and discount_amount / gross_amount >= 0.1`,
})
