import { type Sql, sql, value } from '#engine'
import { mart_churn_fit } from '../mart_churn_fit.ts'
import { mart_churn_model } from '../mart_churn_model.ts'
import { featureColumns, features } from './feature-list.ts'

/** So much of the log-odds, one way or the other, is worth telling. */
const leastTold = sql`0.05`

/**
 * The published model in one row, if there is one: what it makes of each feature, in lists that have the order of `features`. A
 * feature without a deviation has no slope. A driver is a feature whose effect is clear: its interval is on one side of 0.
 */
const weights = sql`
      select
        intercept,
        fitted_until_date,
        array_agg(feature order by place) as names,
        array_agg((effect / nullif(deviation, 0))::float8 order by place) as slopes,
        array_agg(mean::float8 order by place) as means,
        array_agg(
          kind <> 'time of the year' and (effect_lower > 0 or effect_upper < 0)
          order by place
        ) as are_drivers,
        array_agg(when_high order by place) as high_phrases,
        array_agg(when_low order by place) as low_phrases
      from ${mart_churn_fit}
      cross join ${mart_churn_model}
      join unnest(${value(features.map(({ name }) => name))}) with ordinality as listed(feature, place) using (feature)
      where is_published
      group by
        intercept,
        fitted_until_date`

/**
 * The log-odds of each row of `churnFeatures`, and what raises and lowers them most against an average customer. Each
 * contribution is computed once and in float8: numeric divisions for 26 features took most of the time.
 */
export function withReasons(rows: Sql): Sql {
  return sql`
    select
      features.*,
      fitted_until_date,
      intercept + reasons.log_odds::numeric as log_odds,
      reasons.drivers,
      reasons.reasons_to_stay
    from (${rows}) features
    left join (${weights}) weights on true
    cross join lateral (
      select
        sum(contribution) as log_odds,
        (
          array_agg(phrase order by contribution desc, feature)
            filter (where is_driver and contribution >= ${leastTold})
        )[1:3] as drivers,
        (
          array_agg(phrase order by contribution, feature)
            filter (where is_driver and contribution <= -${leastTold})
        )[1:3] as reasons_to_stay
      from (
        select
          feature,
          slope * (amount - mean) as contribution,
          is_driver,
          case when amount > mean then when_high else when_low end as phrase
        from unnest(
          array[${featureColumns}]::float8[],
          names,
          slopes,
          means,
          are_drivers,
          high_phrases,
          low_phrases
        ) as given(amount, feature, slope, mean, is_driver, when_high, when_low)
        where slope is not null
        offset 0
      ) contributions
    ) reasons`
}
