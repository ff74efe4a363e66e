import { arrayOf, columns, id, integer, key, publishedQuery, sql, text } from '#engine'
import { mart_customer_360 } from '../../../transforms/marts/mart_customer_360.ts'
import { mart_segment } from '../../../transforms/marts/mart_segment.ts'
import { mart_segment_membership } from '../../../transforms/marts/mart_segment_membership.ts'
import { dim_customer } from '../../../transforms/warehouse/dim_customer.ts'

const { segment_name, title, owner, purpose, status, problem, as_of_date } = mart_segment.columns
const markets = arrayOf(text('A market that the reader may see')).orNull()

/** What the segments are for, and how many members of them the reader may see. */
export const segmentsSeen = publishedQuery('customer_pages.segments_seen', {
  parameters: { markets },
  columns: {
    segment_name,
    title,
    owner,
    purpose,
    status,
    problem,
    as_of_date,
    member_count: integer('Members whom the reader may see'),
  },
  query: ({ markets }) => sql`
    select
      segment_name,
      s.title,
      s.owner,
      s.purpose,
      s.status,
      s.problem,
      s.as_of_date,
      count(c.customer_key)::integer as member_count
    from ${mart_segment} s
    left join ${mart_segment_membership} m using (segment_name)
    left join ${mart_customer_360} c
      on c.customer_key = m.customer_key
      and (${markets} is null or c.market = any(${markets}))
    group by segment_name, s.title, s.owner, s.purpose, s.status, s.problem, s.as_of_date
    order by s.title, segment_name`,
})

const parameters = {
  segment_name: id('The segment'),
  markets,
  after: key('The member after whom the list goes on; null for the beginning').orNull(),
  limit: integer('How many members'),
}

const customer = mart_customer_360.columns
/** What a list of members says of each that is not personal. */
export const plainColumns = {
  customer_key: customer.customer_key,
  customer_type: customer.customer_type,
  country: customer.country,
  market: customer.market,
  order_count: customer.order_count,
  last_ordered_date: customer.last_ordered_date,
  lifetime_value_amount: customer.lifetime_value_amount,
  expected_value_12_months_amount: customer.expected_value_12_months_amount,
  health_band: customer.health_band,
  risk_band: customer.risk_band,
  email_consent: customer.email_consent,
  sms_consent: customer.sms_consent,
}

const { full_name, email, phone } = dim_customer.columns
/** What it also says to whom may see it. */
export const personalColumns = { full_name, email, phone }

export const membersPlain = publishedQuery('customer_pages.members_plain', {
  parameters,
  columns: plainColumns,
  query: ({ segment_name, markets, after, limit }) => sql`
    select ${columns(...Object.keys(plainColumns))}
    from ${mart_segment_membership} m
    join ${mart_customer_360} c using (customer_key)
    where m.segment_name = ${segment_name}
      and (${markets} is null or c.market = any(${markets}))
      and (${after} is null or customer_key > ${after})
    order by customer_key
    limit ${limit}`,
})

export const membersPersonal = publishedQuery('customer_pages.members_personal', {
  parameters: { customer_keys: arrayOf(key('A member')) },
  columns: { customer_key: dim_customer.columns.customer_key, ...personalColumns },
  unmasked: true,
  query: ({ customer_keys }) => sql`
    select
      customer_key,
      full_name,
      email,
      phone
    from ${dim_customer}
    where customer_key = any(${customer_keys})`,
})
