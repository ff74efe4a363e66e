import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_valuable_at_risk = segment('segment_valuable_at_risk', {
  title: 'Valuable and at risk',
  owner: 'Customer relations',
  purpose: 'Call or write to them in person before they leave',
  where: sql`risk_band = 'high' and monetary_score >= 4`,
})
