import { type Sql, sql } from '#engine'
import { orderCounts, spending } from './order-history.ts'
import { mailed, points, reactions, subscribed, visits } from './relation-history.ts'
import { rhythms } from './rhythms.ts'
import { answers, returned, trouble } from './service-history.ts'

/** Rounded, so that a model fitted to them has the same digits on every machine. */
const log = (amount: Sql) => sql`round(ln(1 + greatest(${amount}, 0))::numeric, 6)`

/**
 * The features of each case that `casesOn` gives: what was known about a customer before a moment. The same
 * query makes the cases that the model learns from, those that it is checked with and those of today, so that they cannot
 * differ. A test changes records from the cut on at random and expects the same features.
 */
export function churnFeatures(cases: Sql): Sql {
  return sql`
    with cases as materialized (${rhythms(cases)}),
    ordered as (${orderCounts}),
    spent as (${spending}),
    trouble as (${trouble}),
    sent_back as (${returned}),
    answered as (${answers}),
    mailed as (${mailed}),
    reacted as (${reactions}),
    visited as (${visits}),
    pointed as (${points}),
    subscribed as (${subscribed}),
    known as (
      select
        *,
        -- the last day that is known is the one before the cut
        cut_date - 1 - last_ordered_date as days_since,
        cut_date - 1 - first_ordered_date as tenure_days,
        2 * pi() * extract(doy from cut_date)::float8 / 365.25 as season
      from cases
      left join ordered using (case_key)
      left join spent using (case_key)
      left join trouble using (case_key)
      left join sent_back using (case_key)
      left join answered using (case_key)
      left join mailed using (case_key)
      left join reacted using (case_key)
      left join visited using (case_key)
      left join pointed using (case_key)
      left join subscribed using (case_key)
    )
    select
      customer_key,
      cut_date,
      days_since,
      coalesce(net_amount, 0) as year_net_amount,
      round(
        least(greatest(coalesce((ln(greatest(days_since, 1)) - typical_log_wait) / spread, 0), -6), 8)::numeric,
        6
      ) as lateness,
      ${log(sql`days_since`)} as recency,
      ${log(sql`order_day_count`)} as order_days,
      ${log(sql`coalesce(year_order_days, 0)`)} as year_order_days,
      ${log(sql`tenure_days`)} as tenure,
      ${log(sql`coalesce(gross_amount - discount_amount, 0)`)} as year_spending,
      coalesce(round((recent_amount - earlier_amount) / nullif(recent_amount + earlier_amount, 0), 6), 0) as spending_trend,
      coalesce(round(discount_amount / nullif(gross_amount, 0), 6), 0) as discount_share,
      coalesce(round(least(returned_amount / nullif(gross_amount - discount_amount, 0), 1), 6), 0) as returned_share,
      coalesce(late_parcel, 0)::numeric as late_parcel,
      coalesce(asked_for_help, 0)::numeric as asked_for_help,
      coalesce(earlier_trouble, 0)::numeric as earlier_trouble,
      coalesce(last_return, 0)::numeric as last_return,
      coalesce(is_unhappy, 0)::numeric as is_unhappy,
      coalesce(is_happy, 0)::numeric as is_happy,
      (sent_count is not null)::integer::numeric as is_mailed,
      ${log(sql`coalesce(reaction_count, 0)`)} as reactions,
      coalesce(has_unsubscribed, 0)::numeric as has_unsubscribed,
      ${log(sql`coalesce(visit_count, 0)`)} as visits,
      (has_redeemed is not null)::integer::numeric as is_member,
      coalesce(has_redeemed, 0)::numeric as has_redeemed,
      coalesce(is_subscribed, 0)::numeric as is_subscribed,
      coalesce(1 - is_subscribed, 0)::numeric as lost_subscription,
      round(coalesce(store_share, 0), 6) as store_share,
      round(sin(season)::numeric, 6) as season_sine,
      round(cos(season)::numeric, 6) as season_cosine
    from known`
}
