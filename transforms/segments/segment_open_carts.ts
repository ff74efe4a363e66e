import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_open_carts = segment('segment_open_carts', {
  title: 'Open carts',
  owner: 'E-commerce',
  purpose: 'Remind people of what they left in the cart',
  where: sql`open_cart_since_at is not null`,
})
