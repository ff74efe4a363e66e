import { day, id, key, oneOf, sql, text } from '#engine'
import { mart_cart } from '../../transforms/marts/mart_cart.ts'
import { mart_churn_risk } from '../../transforms/marts/mart_churn_risk.ts'
import { mart_customer_360 } from '../../transforms/marts/mart_customer_360.ts'
import { mart_customer_health } from '../../transforms/marts/mart_customer_health.ts'
import { mart_customer_health_part } from '../../transforms/marts/mart_customer_health_part.ts'
import { mart_next_best_product } from '../../transforms/marts/mart_next_best_product.ts'
import { mart_segment } from '../../transforms/marts/mart_segment.ts'
import { mart_segment_membership } from '../../transforms/marts/mart_segment_membership.ts'
import { bdg_customer_attribute } from '../../transforms/warehouse/bdg_customer_attribute.ts'
import { bdg_customer_identifier } from '../../transforms/warehouse/bdg_customer_identifier.ts'
import { bdg_household } from '../../transforms/warehouse/bdg_household.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { fct_consents } from '../../transforms/warehouse/fct_consents.ts'
import { fct_support_cases } from '../../transforms/warehouse/fct_support_cases.ts'
import { pick } from './json.ts'
import { many, one } from './section.ts'

/** The parts of a profile. A field is named by its section and its column, such as `golden.email`. */
export const sections = {
  golden: one({
    description: 'The golden record: the best value of each attribute; `attributes` says where it comes from',
    columns: pick(dim_customer.columns, [
      'party_type',
      'full_name',
      'given_name',
      'family_name',
      'email',
      'emails',
      'phone',
      'phones',
      'street',
      'house_number',
      'unit',
      'city',
      'region',
      'postcode',
      'country',
      'birth_date',
      'market',
      'first_seen_date',
      'source_names',
      'record_count',
      'has_conflict',
      'conflicting_attributes',
    ]),
    rows: ({ customer_key }) => sql`select * from ${dim_customer} where customer_key = ${customer_key}`,
  }),

  attributes: many({
    description:
      'Every value that sources give, the best of each attribute first: which is chosen, where it comes from, how old it ' +
      'is, and those that lost',
    columns: pick(bdg_customer_attribute.columns, [
      'attribute',
      'value',
      'value_rank',
      'is_chosen',
      'is_valid',
      'faults',
      'source',
      'source_names',
      'record_count',
      'first_observed_at',
      'last_observed_at',
      'age_days',
      'has_conflict',
    ]),
    rows: ({ customer_key }) =>
      sql`select * from ${bdg_customer_attribute} where customer_key = ${customer_key}`,
    order: sql`attribute, value_rank`,
    limit: 100,
  }),

  identifiers: many({
    description:
      'Email addresses, telephone numbers and what each source calls the customer, those seen last first',
    columns: pick(bdg_customer_identifier.columns, [
      'identifier_type',
      'identifier',
      'source_names',
      'record_count',
      'customer_count',
      'is_deleted',
      'first_seen_at',
      'last_seen_at',
    ]),
    rows: ({ customer_key }) =>
      sql`select * from ${bdg_customer_identifier} where customer_key = ${customer_key}`,
    order: sql`last_seen_at desc nulls last, identifier_type, identifier_rank`,
    limit: 100,
  }),

  traits: one({
    description: 'What is known of how the customer buys, visits and speaks',
    columns: pick(mart_customer_360.columns, [
      'customer_type',
      'lifecycle_segment',
      'value_band',
      'rfm_segment',
      'first_channel_name',
      'first_campaign_name',
      'first_contact_date',
      'typical_wait_days',
      'expected_next_order_date',
      'days_late',
      'is_late',
      'subscription_count',
      'mrr_amount',
      'loyalty_tier',
      'loyalty_points',
      'visit_count',
      'visits_30_days',
      'last_visit_at',
      'last_device',
      'mean_sentiment_score',
      'last_sentiment',
      'main_topics',
      'last_nps_score',
      'last_nps_group',
      'last_satisfaction_share',
      'case_count',
    ]),
    rows: ({ customer_key }) => sql`select * from ${mart_customer_360} where customer_key = ${customer_key}`,
  }),

  segments: many({
    description: 'The segments that the customer is in now',
    columns: {
      ...pick(mart_segment.columns, ['segment_name', 'title', 'owner', 'purpose']),
      entered_date: day('The day as of which the customer was first seen in it').orNull(),
    },
    rows: ({ customer_key }) => sql`
      select
        segment_name,
        segment.title,
        segment.owner,
        segment.purpose,
        (
          select moved.as_of_date
          from ops.segment_movement moved
          where moved.segment_name = member.segment_name
            and moved.customer_key = member.customer_key
            and moved.movement = 'entered'
          order by moved.movement_id desc
          limit 1
        ) as entered_date
      from ${mart_segment_membership} member
      join ${mart_segment} segment using (segment_name)
      where member.customer_key = ${customer_key}`,
    order: sql`entered_date desc nulls last, segment_name`,
    limit: 100,
  }),

  segment_history: many({
    description: 'When the customer entered and left segments, the last movement first',
    columns: {
      segment_name: id('The segment'),
      movement: oneOf('What happened', ['entered', 'left']),
      because: text(
        'rule: the condition holds now, or no longer; merged: the key now belongs to another customer; no longer ' +
          'declared: the segment is gone',
      ),
      as_of_date: day('The day as of which it was seen'),
    },
    rows: ({ customer_key }) => sql`select * from ops.segment_movement where customer_key = ${customer_key}`,
    order: sql`movement_id desc`,
    limit: 100,
  }),

  worth: one({
    description: 'Sales so far and what is expected, in the reporting currency',
    columns: pick(mart_customer_360.columns, [
      'order_count',
      'first_ordered_date',
      'last_ordered_date',
      'gross_amount',
      'discount_amount',
      'returned_amount',
      'lifetime_value_amount',
      'average_order_amount',
      'forecast_status',
      'no_forecast_because',
      'model_name',
      'alive_probability',
      'expected_orders_12_months',
      'expected_value_12_months_amount',
      'expected_value_12_months_lower_amount',
      'expected_value_12_months_upper_amount',
      'expected_value_24_months_amount',
      'predicted_lifetime_value_amount',
      'as_of_date',
    ]),
    rows: ({ customer_key }) => sql`select * from ${mart_customer_360} where customer_key = ${customer_key}`,
  }),

  health: one({
    description: 'How well the relation goes; missing for who has not ordered',
    columns: pick(mart_customer_health.columns, [
      'health_score',
      'health_band',
      'part_count',
      'weakest_part',
      'explanation',
      'as_of_date',
    ]),
    rows: ({ customer_key }) =>
      sql`select * from ${mart_customer_health} where customer_key = ${customer_key}`,
  }),

  health_parts: many({
    description: 'What the health consists of, the part that costs most first',
    columns: pick(mart_customer_health_part.columns, ['part', 'score', 'weight_share', 'points', 'reason']),
    rows: ({ customer_key }) =>
      sql`select * from ${mart_customer_health_part} where customer_key = ${customer_key}`,
    order: sql`score, part`,
    limit: 10,
  }),

  churn: one({
    description: 'How likely the customer is to have left, and why; missing for who has not ordered',
    columns: pick(mart_churn_risk.columns, [
      'churn_probability',
      'risk_band',
      'main_driver',
      'drivers',
      'reasons_to_stay',
      'value_at_stake_amount',
      'expected_loss_amount',
      'days_since_last_order',
      'model_fitted_until_date',
      'as_of_date',
    ]),
    rows: ({ customer_key }) => sql`select * from ${mart_churn_risk} where customer_key = ${customer_key}`,
  }),

  suggestions: many({
    description: 'What to offer next, the best first',
    columns: pick(mart_next_best_product.columns, [
      'suggestion_rank',
      'product_key',
      'product_name',
      'kind',
      'reason',
      'availability',
      'method',
    ]),
    rows: ({ customer_key }) =>
      sql`select * from ${mart_next_best_product} where customer_key = ${customer_key}`,
    order: sql`suggestion_rank`,
    limit: 5,
  }),

  open_carts: many({
    description: 'Carts that can still be won back, the last one first',
    columns: pick(mart_cart.columns, [
      'cart_key',
      'filled_at',
      'last_changed_at',
      'furthest_step',
      'device',
      'line_count',
      'value_amount',
    ]),
    rows: ({ customer_key }) =>
      sql`select * from ${mart_cart} where customer_key = ${customer_key} and is_open`,
    order: sql`last_changed_at desc, cart_key`,
    limit: 20,
  }),

  open_cases: many({
    description: 'Requests for help that somebody still has to solve, the last one first',
    columns: pick(fct_support_cases.columns, [
      'case_key',
      'source',
      'case_id',
      'channel',
      'case_type',
      'status',
      'priority',
      'opened_at',
      'first_replied_at',
      'message_count',
    ]),
    rows: ({ customer_key }) => sql`
      select *
      from ${fct_support_cases}
      where customer_key = ${customer_key} and is_open and excluded_because is null`,
    order: sql`opened_at desc, case_key`,
    limit: 20,
  }),

  consents: many({
    description:
      'What the customer allows now, by purpose, and the evidence: where and when it was decided, and on which policy. ' +
      'What is not here was never decided',
    columns: pick(fct_consents.columns, [
      'purpose',
      'is_allowed',
      'status',
      'legal_basis',
      'channel',
      'source',
      'policy_version',
      'decided_at',
    ]),
    rows: ({ customer_key }) =>
      sql`select * from ${fct_consents} where customer_key = ${customer_key} and is_current`,
    order: sql`purpose`,
    limit: 50,
  }),

  household: many({
    description: 'The people who share a home with the customer, and by what evidence',
    columns: {
      household_key: bdg_household.columns.household_key,
      customer_key: key('Another person in it'),
      full_name: dim_customer.columns.full_name,
      evidence: bdg_household.columns.evidence,
    },
    rows: ({ customer_key, markets }) => sql`
      select
        other.household_key,
        other.customer_key,
        person.full_name,
        other.evidence
      from ${bdg_household} own
      join ${bdg_household} other using (household_key)
      join ${dim_customer} person on person.customer_key = other.customer_key
      where own.customer_key = ${customer_key}
        and other.customer_key <> own.customer_key
        and (${markets} is null or person.market = any(${markets}))`,
    order: sql`customer_key`,
    limit: 20,
  }),
}

export type SectionName = keyof typeof sections
