import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_newsletter_prospects = segment('segment_newsletter_prospects', {
  title: 'Prospects who may be written to',
  owner: 'Marketing',
  purpose: 'Win a first order',
  where: sql`customer_type = 'prospect' and email_consent = 'granted'`,
})
