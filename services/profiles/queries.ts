import {
  arrayOf,
  columns,
  flag,
  id,
  instant,
  integer,
  key,
  list,
  longestLookedUp,
  publishedQuery,
  sql,
  text,
  value,
} from '#engine'
import { mart_customer_360 } from '../../transforms/marts/mart_customer_360.ts'
import { bdg_customer_identifier } from '../../transforms/warehouse/bdg_customer_identifier.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { fct_orders } from '../../transforms/warehouse/fct_orders.ts'
import { fct_touchpoints } from '../../transforms/warehouse/fct_touchpoints.ts'
import { instantText } from './json.ts'
import { profileParameters } from './section.ts'

const { markets } = profileParameters

const run = sql`(select run_id from ops.runs where status = 'published' order by run_id desc limit 1)`
const runId = key('The build that published what is read').orNull()

export const customerByKey = publishedQuery('profiles.customer_by_key', {
  parameters: profileParameters,
  columns: {
    customer_key: key('The present key'),
    is_present: flag('Whether a customer that the reader may see has it'),
    was_known: flag('Whether a record ever had the key that was asked for'),
    run_id: runId,
  },
  isPrepared: true,
  query: ({ customer_key, markets }) => sql`
    with asked as (
      select
        case
          when exists (select from ${mart_customer_360} where customer_key = ${customer_key})
            then ${customer_key}
          else ops.resolve_customer_key(${customer_key})
        end as customer_key
    )
    select
      asked.customer_key,
      exists (
        select
        from ${mart_customer_360} shown
        where shown.customer_key = asked.customer_key
          and (${markets} is null or shown.market = any(${markets}))
      ) as is_present,
      exists (select from ops.identity_ledger where customer_key = ${customer_key}) as was_known,
      ${run} as run_id
    from asked`,
})

/** How many customers with one identifier are named. All are counted. */
const mostChoices = 20

const choice = {
  customer_key: key('A customer that has it'),
  full_name: dim_customer.columns.full_name,
  market: dim_customer.columns.market,
  last_seen_at: instant('When it was last seen with the customer').orNull(),
  total: key('How many customers have it'),
  run_id: runId,
}

export const customersByIdentifier = publishedQuery('profiles.customers_by_identifier', {
  parameters: {
    identifier_type: text('email, phone, or the source and its kind of record'),
    identifier: text('The identifier, normalised'),
    markets,
  },
  columns: choice,
  unmasked: true,
  isPrepared: true,
  query: ({ identifier_type, identifier, markets }) => sql`
    select
      customer_key,
      person.full_name,
      person.market,
      held.last_seen_at,
      count(*) over () as total,
      ${run} as run_id
    from ${bdg_customer_identifier} held
    join ${dim_customer} person using (customer_key)
    where held.identifier_type = ${identifier_type}
      and held.identifier = ${identifier}
      and octet_length(held.identifier) <= ${value(longestLookedUp)}
      and person.is_known
      and (${markets} is null or person.market = any(${markets}))
    order by held.last_seen_at desc nulls last, customer_key
    limit ${value(mostChoices)}`,
})

export const customersByOrder = publishedQuery('profiles.customers_by_order', {
  parameters: { order_ids: arrayOf(id('A number of an order in its source')), markets },
  columns: choice,
  unmasked: true,
  isPrepared: true,
  query: ({ order_ids, markets }) => sql`
    with placed as (
      select
        customer_key,
        max(ordered_at) as last_seen_at
      from ${fct_orders}
      where order_id = any(${order_ids})
        and octet_length(order_id) <= ${value(longestLookedUp)}
      group by customer_key
    )
    select
      customer_key,
      person.full_name,
      person.market,
      placed.last_seen_at,
      count(*) over () as total,
      ${run} as run_id
    from placed
    join ${dim_customer} person using (customer_key)
    where person.is_known
      and (${markets} is null or person.market = any(${markets}))
    order by placed.last_seen_at desc nulls last, customer_key
    limit ${value(mostChoices)}`,
})

const shownContact = {
  touchpoint_key: fct_touchpoints.columns.touchpoint_key,
  touchpoint_type: fct_touchpoints.columns.touchpoint_type,
  channel: fct_touchpoints.columns.channel,
  direction: fct_touchpoints.columns.direction,
  sentence: fct_touchpoints.columns.sentence,
  original_amount: fct_touchpoints.columns.original_amount,
  currency: fct_touchpoints.columns.currency,
  value_amount: fct_touchpoints.columns.value_amount,
  fact: fct_touchpoints.columns.fact,
  fact_key: fct_touchpoints.columns.fact_key,
}

/** Newest first. The place of the last one of the page before is given, so that later contacts move nothing. */
export const timeline = publishedQuery('profiles.timeline', {
  parameters: {
    customer_key: key('The customer'),
    before_at: text('Contacts before this instant, ISO 8601; null for all').orNull(),
    before_key: key('And of that instant those with lower keys').orNull(),
    types: arrayOf(text('A type of contact; null for all')).orNull(),
    channels: arrayOf(text('A channel; null for all')).orNull(),
    limit: integer('How many'),
  },
  columns: { ...shownContact, occurred_at: text('When it happened, with all its digits') },
  query: ({ customer_key, before_at, before_key, types, channels, limit }) => sql`
    select
      ${columns(...Object.keys(shownContact))},
      ${instantText(sql`occurred_at`)} as occurred_at
    from ${fct_touchpoints} contact
    where customer_key = ${customer_key}
      and (
        ${before_at} is null
        or (contact.occurred_at, contact.touchpoint_key) < (${before_at}::timestamptz, ${before_key})
      )
      and (${types} is null or touchpoint_type = any(${types}))
      and (${channels} is null or channel = any(${channels}))
    order by contact.occurred_at desc, contact.touchpoint_key desc
    limit ${limit}`,
})

export const timelineParts = publishedQuery('profiles.timeline_parts', {
  parameters: { customer_key: key('The customer') },
  columns: {
    touchpoint_type: fct_touchpoints.columns.touchpoint_type,
    channel: fct_touchpoints.columns.channel,
    contact_count: integer('Contacts of this type in this channel'),
  },
  query: ({ customer_key }) => sql`
    select
      touchpoint_type,
      channel,
      count(*)::integer as contact_count
    from ${fct_touchpoints} contact
    where customer_key = ${customer_key}
    group by touchpoint_type, channel
    order by contact_count desc, touchpoint_type, channel`,
})

const searchParameters = {
  name: text('Several words of a name, maybe with typing mistakes').orNull(),
  word: text('One word of a name, maybe with typing mistakes').orNull(),
  digits: text('Digits of a telephone number, within a pattern of like').orNull(),
  email_start: text('What an email address begins with').orNull(),
  identifiers: arrayOf(text('An identifier, as it may be written')),
  order_ids: arrayOf(text('A number of an order')),
  customer_key: key('A customer key').orNull(),
  markets,
  limit: integer('How many customers'),
}

/**
 * The ways in which a text can mean a customer, each with how well it fits. Only those are tried that have a parameter. The
 * thresholds of similarity are set by the caller, so that the indexes of trigrams are used.
 */
export const customersLike = publishedQuery('profiles.customers_like', {
  parameters: searchParameters,
  columns: {
    customer_key: key('A customer'),
    full_name: dim_customer.columns.full_name,
    email: dim_customer.columns.email,
    phone: dim_customer.columns.phone,
    city: dim_customer.columns.city,
    market: dim_customer.columns.market,
    lifetime_value_amount: mart_customer_360.columns.lifetime_value_amount,
    last_ordered_date: mart_customer_360.columns.last_ordered_date,
    matched_by: list('What matches, the best first'),
    matched_how: list('How each matches'),
    matched_values: list('The value that matches'),
    total: integer('Customers found'),
  },
  unmasked: true,
  query: (asked) => sql`
    with hit as (
      select
        customer_key,
        'name' as matched_by,
        case when fit = 1 then 'same' else 'similar' end as how,
        full_name as value,
        fit
      from (
        select
          customer_key,
          full_name,
          case
            when lower(full_name) = lower(coalesce(${asked.name}, ${asked.word})) then 1
            when ${asked.name} is not null then 0.9 * similarity(full_name, ${asked.name})
            else 0.85 * word_similarity(${asked.word}, full_name)
          end as fit
        from ${dim_customer} person
        where (${asked.name} is not null and full_name % ${asked.name})
          or (${asked.word} is not null and full_name %> ${asked.word})
      ) alike
      union all
      select
        customer_key,
        'phone',
        'contains',
        phone,
        0.8
      from ${dim_customer} person
      where ${asked.digits} is not null and phone like ${asked.digits}
      union all
      select
        customer_key,
        identifier_type,
        'same',
        identifier,
        1
      from ${bdg_customer_identifier} known
      where identifier = any(${asked.identifiers})
        and octet_length(identifier) <= ${value(longestLookedUp)}
      union all
      select
        customer_key,
        identifier_type,
        'begins',
        identifier,
        0.85
      from ${bdg_customer_identifier} known
      where ${asked.email_start} is not null
        and identifier_type = 'email'
        and identifier ^@ ${asked.email_start}
        and octet_length(identifier) <= ${value(longestLookedUp)}
        and identifier <> all(${asked.identifiers})
      union all
      select
        customer_key,
        'order',
        'same',
        order_id,
        1
      from ${fct_orders} placed
      where order_id = any(${asked.order_ids})
        and octet_length(order_id) <= ${value(longestLookedUp)}
      union all
      select
        customer_key,
        'customer',
        'same',
        customer_key::text,
        1
      from ${dim_customer} person
      where customer_key = ${asked.customer_key}
    ),
    distinct_hit as (
      select
        customer_key,
        matched_by,
        how,
        value,
        max(fit) as fit
      from hit
      group by customer_key, matched_by, how, value
    ),
    found as (
      select
        customer_key,
        max(fit) as fit,
        array_agg(matched_by order by fit desc, matched_by, value) as matched_by,
        array_agg(how order by fit desc, matched_by, value) as matched_how,
        array_agg(value order by fit desc, matched_by, value) as matched_values
      from distinct_hit
      group by customer_key
    )
    select
      customer_key,
      person.full_name,
      person.email,
      person.phone,
      person.city,
      person.market,
      worth.lifetime_value_amount,
      worth.last_ordered_date,
      found.matched_by,
      found.matched_how,
      found.matched_values,
      (count(*) over ())::integer as total
    from found
    join ${dim_customer} person using (customer_key)
    join ${mart_customer_360} worth using (customer_key)
    where ${asked.markets} is null or person.market = any(${asked.markets})
    order by
      found.fit desc,
      worth.lifetime_value_amount desc,
      customer_key
    limit ${asked.limit}`,
})
