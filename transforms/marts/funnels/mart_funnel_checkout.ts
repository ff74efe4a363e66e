import { sql } from '#engine'
import { funnel } from './funnel.ts'

/** A later step implies the earlier ones, because websites do not report them all. */
export const mart_funnel_checkout = funnel('mart_funnel_checkout', {
  title: 'checkout',
  description: 'From a product to an order, within one visit.',
  within: 'visit',
  steps: [
    { name: 'product viewed', when: sql`checkout_position >= 1` },
    { name: 'product added', when: sql`checkout_position >= 2` },
    { name: 'checkout started', when: sql`checkout_position >= 4` },
    { name: 'payment entered', when: sql`checkout_position >= 6` },
    { name: 'order completed', when: sql`checkout_position = 7` },
  ],
})
