import {
  asOfDay,
  day,
  decimal,
  every,
  id,
  integer,
  money,
  oneOf,
  returnsNone,
  sql,
  text,
  transform,
  warns,
} from '#engine'
import { segment } from '../canonical/segment.ts'
import { mart_customer_360 } from './mart_customer_360.ts'
import { mart_segment_membership } from './mart_segment_membership.ts'
import { appendMovements } from './segments/movements.ts'

/** Segments overlap, so no column adds up over them; mart_segment_overlap says by how much. */
export const mart_segment = transform('marts.mart_segment', {
  description:
    'The segments that are declared in segments/, one row for each: who owns it, what it is for, how large it is and what it is worth.',
  grain: ['segment_name'],
  columns: {
    segment_name: id('Name of the segment, as in its file'),
    title: text('What people call it'),
    owner: text('Who answers for it'),
    purpose: text('What it is for'),
    predicate: text('Who is in it, as SQL over mart_customer_360'),
    status: oneOf('Whether it could be computed', ['computed', 'failed']),
    problem: text('Why it could not be computed as of that day; it then has no figures').orNull(),
    customer_count: integer('Members. Not additive: segments overlap').orNull(),
    customer_share: decimal('Share of all customers and prospects, 0 to 1. Not additive').orNull(),
    lifetime_value_amount: money('Net sales to its members so far. Not additive: segments overlap').orNull(),
    value_share: decimal('Share of that in the net sales to all customers, 0 to 1. Not additive').orNull(),
    expected_value_12_months_amount: money(
      'Net sales that are expected of its members in 12 months; missing if no member has a forecast. Not additive',
    ).orNull(),
    expected_loss_amount: money('Expected loss by members who leave. Not additive').orNull(),
    as_of_date: day('The day as of which this holds'),
  },
  tests: [
    returnsNone(
      'as many members as in mart_segment_membership',
      (self) => sql`
        select
          segment_name,
          customer_count
        from ${self}
        where customer_count > 0
        except
        select
          segment_name,
          count(*)
        from ${mart_segment_membership}
        group by segment_name`,
    ),
    warns(
      returnsNone(
        'every segment could be computed',
        (self) => sql`
        select
          segment_name,
          problem
        from ${self}
        where status = 'failed'`,
      ),
    ),
  ],
  onPublish: (self, runId) => appendMovements(self, mart_segment_membership, runId),
  query: sql`
    with total as (
      select
        count(*) as customer_count,
        sum(lifetime_value_amount) as lifetime_value_amount
      from ${mart_customer_360}
    ),
    measured as (
      select
        segment_name,
        count(*)::integer as customer_count,
        sum(lifetime_value_amount) as lifetime_value_amount,
        sum(expected_value_12_months_amount) as expected_value_12_months_amount,
        sum(expected_loss_amount) as expected_loss_amount
      from ${mart_segment_membership}
      join ${mart_customer_360} using (customer_key)
      group by segment_name
    )
    select
      segment_name,
      title,
      owner,
      purpose,
      predicate,
      case when problem is null then 'computed' else 'failed' end as status,
      problem,
      case when problem is null then coalesce(measured.customer_count, 0) end as customer_count,
      case
        when problem is null then round(coalesce(measured.customer_count, 0) / nullif(total.customer_count, 0)::numeric, 6)
      end as customer_share,
      case when problem is null then coalesce(measured.lifetime_value_amount, 0) end as lifetime_value_amount,
      case
        when problem is null
          then round(coalesce(measured.lifetime_value_amount, 0) / nullif(total.lifetime_value_amount, 0), 6)
      end as value_share,
      measured.expected_value_12_months_amount,
      measured.expected_loss_amount,
      ${asOfDay} as as_of_date
    from ${every(segment)} declared
    left join measured using (segment_name)
    cross join total
    where customer_key = -1`,
})
