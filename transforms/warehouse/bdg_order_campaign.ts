import {
  decimal,
  holds,
  instant,
  integer,
  key,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  unique,
  value,
} from '#engine'
import { campaignEvidence, evidenceStrengths } from './campaigns/campaign-evidence.ts'
import { dim_campaign } from './dim_campaign.ts'
import { fct_orders } from './fct_orders.ts'

const {
  'visit of the order': ofOrder,
  'click in a message': click,
  'earlier visit': visit,
} = evidenceStrengths

/**
 * Multiply a measure of the order by `weight` and add up: the result ties with the orders that have a campaign. The weights
 * are by the strength of the evidence, not by a model; who credits the last contact alone takes the rows of rank 1.
 * Orders without a campaign have no row. A click or a visit that arrives late changes the weights of its orders.
 */
export const bdg_order_campaign = transform('warehouse.bdg_order_campaign', {
  description:
    'The campaigns behind each purchase, one row for each order and campaign, with the strongest evidence and a weight.',
  grain: ['order_key', 'campaign_key'],
  columns: {
    order_key: key('The order'),
    campaign_key: key('The campaign'),
    evidence: oneOf('The strongest evidence', ['visit of the order', 'click in a message', 'earlier visit']),
    evident_at: instant('When that happened'),
    evidence_count: integer('Pieces of evidence for the campaign. Additive'),
    evidence_rank: integer(
      'Rank among the campaigns of the order, 1 for the strongest and latest. Not additive',
    ),
    weight: decimal(
      'Share of the order that is put down to the campaign; adds up to 1 in each order. Additive',
    ),
  },
  indexes: [['campaign_key']],
  tests: [
    references('order_key', fct_orders),
    references('campaign_key', dim_campaign),
    unique('order_key', 'evidence_rank'),
    holds('a weight is a share', sql`weight > 0 and weight <= 1`),
    returnsNone(
      'the weights of an order add up to 1',
      (self) => sql`
        select order_key
        from ${self}
        group by order_key
        having abs(sum(weight) - 1) > 0.000001`,
    ),
  ],
  query: sql`
    with graded as (
      select
        *,
        case evidence
          when 'visit of the order' then ${value(ofOrder)}
          when 'click in a message' then ${value(click)}
          else ${value(visit)}
        end as strength
      from (${campaignEvidence}) evidence
    ),
    strongest as (
      select
        *,
        row_number() over of_campaign as place,
        count(*) over (partition by order_key, campaign_key) as evidence_count
      from graded
      window of_campaign as (
        partition by order_key, campaign_key
        order by
          strength desc,
          evident_at desc,
          evidence
      )
    )
    select
      order_key,
      campaign_key,
      evidence,
      evident_at,
      evidence_count::integer,
      row_number() over (
        partition by order_key
        order by
          strength desc,
          evident_at desc,
          campaign_key
      )::integer as evidence_rank,
      strength::numeric / sum(strength) over (partition by order_key) as weight
    from strongest
    where place = 1`,
})
