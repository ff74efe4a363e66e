import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_lapsed_customers = segment('segment_lapsed_customers', {
  title: 'Lapsed customers',
  owner: 'Marketing',
  purpose: 'Win them back, or stop paying for their attention',
  where: sql`risk_band = 'lapsed'`,
})
