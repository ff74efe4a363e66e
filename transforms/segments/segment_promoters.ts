import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_promoters = segment('segment_promoters', {
  title: 'Promoters',
  owner: 'Marketing',
  purpose: 'Ask them for a review or a recommendation',
  where: sql`last_nps_group = 'promoter' and open_case_count = 0`,
})
