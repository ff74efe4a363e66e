import { sql } from '#engine'
import { funnel } from './funnel.ts'

/** Fourteen days again after each look at a product, because people compare before they buy. */
export const mart_funnel_return = funnel('mart_funnel_return', {
  title: 'product to order across visits',
  description: 'From a product to an order, in one visit or several within fourteen days.',
  within: { days: 14 },
  steps: [
    { name: 'product viewed', when: sql`checkout_position = 1` },
    { name: 'product added', when: sql`checkout_position between 2 and 3` },
    { name: 'order completed', when: sql`checkout_position = 7` },
  ],
})
