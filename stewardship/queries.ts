import {
  arrayOf,
  columns,
  decimal,
  every,
  flag,
  id,
  instant,
  integer,
  key,
  money,
  publishedQuery,
  Sql,
  sql,
  text,
} from '#engine'
import { profile } from '../transforms/canonical/profile.ts'
import { identity_cluster } from '../transforms/identity/identity_cluster.ts'
import { identity_review } from '../transforms/identity/identity_review.ts'
import { map_identity } from '../transforms/identity/map_identity.ts'
import { over_shared_identifier } from '../transforms/identity/over_shared_identifier.ts'
import { mart_customer_ltv } from '../transforms/marts/mart_customer_ltv.ts'
import { mart_match_finding } from '../transforms/marts/mart_match_finding.ts'
import { mart_match_model } from '../transforms/marts/mart_match_model.ts'
import { mart_not_understood } from '../transforms/marts/mart_not_understood.ts'
import { stg_stewardship__decisions } from '../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { fct_orders } from '../transforms/warehouse/fct_orders.ts'

const recordsOfCustomers = {
  record_key: key('A record'),
  customer_key: key('The customer it belongs to'),
}

export const recordOrCustomer = publishedQuery('stewardship.record_or_customer', {
  parameters: { key: key('A record_key, or a current or former customer_key') },
  columns: recordsOfCustomers,
  query: ({ key }) => sql`
    select
      record_key,
      customer_key
    from ${map_identity}
    where record_key = ${key} or customer_key = (select ops.resolve_customer_key(${key}))
    order by record_key`,
})

export const recordsOfSameCustomer = publishedQuery('stewardship.records_of_same_customer', {
  parameters: { record_key: key('One record of the customer') },
  columns: recordsOfCustomers,
  query: ({ record_key }) => sql`
    select
      same.record_key,
      same.customer_key
    from ${map_identity} one
    join ${map_identity} same using (customer_key)
    where one.record_key = ${record_key}
    order by same.record_key`,
})

export const recordsOfCustomer = publishedQuery('stewardship.records_of_customer', {
  parameters: {
    customer_key: key('The customer').orNull(),
    limit: integer('How many records; null for all').orNull(),
  },
  columns: { record_key: key('A record of the customer') },
  query: ({ customer_key, limit }) => sql`
    select record_key
    from ${map_identity}
    where customer_key = ${customer_key}
    order by record_key
    limit ${limit}`,
})

export const recordByName = publishedQuery('stewardship.record_by_name', {
  parameters: {
    source: id('Source system'),
    record_kind: text('Kind of record'),
    record_id: id('Identifier in the source'),
  },
  columns: { record_key: key('The record') },
  unmasked: true,
  query: ({ source, record_kind, record_id }) => sql`
    select record_key
    from ${every(profile)} p
    where source = ${source} and record_kind = ${record_kind} and record_id = ${record_id}`,
})

/** Every column of every profile record, for matching to choose from. */
export const profileColumns = publishedQuery('stewardship.profile_columns', {
  columns: profile.columns,
  unmasked: true,
  query: () => sql`select ${columns(...Object.keys(profile.columns))} from ${every(profile)} p`,
})

const attribute = text('As the source has it').orNull()

export const profileRecords = publishedQuery('stewardship.profile_records', {
  parameters: { record_keys: arrayOf(key('A record')) },
  columns: {
    record_key: key('The record'),
    name: text('source/kind/identifier'),
    customer_key: key('The customer it belongs to').orNull(),
    joined_by: text('What joined it to other records').orNull(),
    full_name: attribute,
    birth_date: attribute,
    email: attribute,
    phone: attribute,
    street: attribute,
    house_number: attribute,
    unit: attribute,
    city: attribute,
    postcode: attribute,
    country: attribute,
    created_at: attribute,
    updated_at: attribute,
  },
  unmasked: true,
  query: ({ record_keys }) => sql`
    select
      p.record_key,
      concat_ws('/', p.source, p.record_kind, p.record_id) as name,
      m.customer_key,
      m.joined_by,
      p.full_name,
      p.birth_date::text as birth_date,
      p.email,
      p.phone,
      p.street,
      p.house_number,
      p.unit,
      p.city,
      p.postcode,
      p.country,
      p.created_at::text as created_at,
      p.updated_at::text as updated_at
    from ${every(profile)} p
    left join ${map_identity} m using (record_key)
    where p.record_key = any(${record_keys})`,
})

/** The decision in force about each pair, including decisions made since the last build. */
export const decisionsInForce = queryOf(stg_stewardship__decisions)

const { record_key_a, record_key_b, verdict, decision, decided_by, decided_at, reason } =
  stg_stewardship__decisions.columns

export const currentDecisions = publishedQuery('stewardship.current_decisions', {
  columns: { record_key_a, record_key_b, verdict, decision },
  query: () => sql`
    select
      record_key_a,
      record_key_b,
      verdict,
      decision
    from (${decisionsInForce}) d`,
})

export const decidedPairsOf = publishedQuery('stewardship.decided_pairs_of', {
  parameters: { record_keys: arrayOf(key('A record')) },
  columns: { record_key_a, record_key_b, decision },
  query: ({ record_keys }) => sql`
    select
      record_key_a,
      record_key_b,
      decision
    from (${decisionsInForce}) d
    where record_key_a = any(${record_keys}) and record_key_b = any(${record_keys})
    order by record_key_a, record_key_b`,
})

/** What orders are worth by the record of who placed them, as mart_identity_change counts them. */
export const ordersOfRecords = publishedQuery('stewardship.orders_of_records', {
  parameters: { record_keys: arrayOf(key('A record')) },
  columns: {
    record_key: key('The record, the longest known first'),
    customer_key: key('The customer it belongs to'),
    order_count: integer('Sales with a value above zero'),
    net_amount: money('Net amount of the orders, without test orders'),
  },
  query: ({ record_keys }) => sql`
    select
      m.record_key,
      m.customer_key,
      (count(*) filter (where o.is_purchase and not o.is_test))::integer as order_count,
      coalesce(sum(o.net_amount) filter (where not o.is_test), 0)::numeric(18,4) as net_amount
    from ${map_identity} m
    join ${identity_cluster} c using (record_key)
    left join ${fct_orders} o using (record_key)
    where m.record_key = any(${record_keys})
    group by m.record_key, m.customer_key, c.known_since
    order by c.known_since, m.record_key`,
})

const pair = { record_key: key('One record'), other_record_key: key('The other record') }

export const decisionAbout = publishedQuery('stewardship.decision_about', {
  parameters: pair,
  columns: { verdict, decision, decided_by, decided_at, reason },
  query: ({ record_key, other_record_key }) => sql`
    select
      verdict,
      decision,
      decided_by,
      decided_at,
      reason
    from (${decisionsInForce}) d
    where
      record_key_a = least(${record_key}, ${other_record_key})
      and record_key_b = greatest(${record_key}, ${other_record_key})`,
})

export const reviewReasonOf = publishedQuery('stewardship.review_reason_of', {
  parameters: pair,
  columns: { reason: text('Why the pair waits for review') },
  query: ({ record_key, other_record_key }) => sql`
    select reason
    from ${identity_review} r
    where
      record_key_a = least(${record_key}, ${other_record_key})
      and record_key_b = greatest(${record_key}, ${other_record_key})`,
})

export const itemsForReview = publishedQuery('stewardship.items_for_review', {
  parameters: {
    reason: text('Only items with this reason; null for all').orNull(),
    limit: integer('How many items'),
  },
  columns: {
    number: key('Position in the queue, from 1'),
    total: key('Items in the queue'),
    record_key_a: key('The record of the one customer'),
    record_key_b: key('The record of the other'),
    customer_key_a: key('The one customer'),
    customer_key_b: key('The other customer'),
    weight: decimal('Match weight').orNull(),
    probability: decimal('Probability of being one person').orNull(),
    reason: text('Why they wait for review'),
    pair_count: key('Pairs of their records that wait'),
    lifetime_value_amount: money('Lifetime value of both customers together'),
  },
  query: ({ reason, limit }) => sql`
    with decided as (
      select
        least(a.customer_key, b.customer_key) as lower_key,
        greatest(a.customer_key, b.customer_key) as higher_key
      from (${decisionsInForce}) d
      join ${map_identity} a on a.record_key = d.record_key_a
      join ${map_identity} b on b.record_key = d.record_key_b
    ),
    waiting as (
      select
        *,
        least(customer_key_a, customer_key_b) as lower_key,
        greatest(customer_key_a, customer_key_b) as higher_key
      from ${identity_review} r
      where reason = coalesce(${reason}, reason)
    ),
    strongest_pair as (
      select distinct on (lower_key, higher_key)
        *,
        count(*) over (partition by lower_key, higher_key) as pair_count
      from waiting w
      where not exists (
        select from decided d where d.lower_key = w.lower_key and d.higher_key = w.higher_key
      )
      order by lower_key, higher_key, weight desc nulls last, record_key_a, record_key_b
    ),
    valued as (
      select
        p.*,
        coalesce(l.lifetime_value_amount, 0) + coalesce(h.lifetime_value_amount, 0) as amount
      from strongest_pair p
      left join ${mart_customer_ltv} l on l.customer_key = p.lower_key
      left join ${mart_customer_ltv} h on h.customer_key = p.higher_key
    )
    select
      row_number() over (order by amount desc, weight desc nulls last, record_key_a, record_key_b) as number,
      count(*) over () as total,
      record_key_a,
      record_key_b,
      customer_key_a,
      customer_key_b,
      weight,
      probability,
      reason,
      pair_count,
      amount::numeric(18,4) as lifetime_value_amount
    from valued
    order by 1
    limit ${limit}`,
})

export const ledgerEntries = publishedQuery('stewardship.ledger_entries', {
  parameters: { customer_key: key('A current or former customer key') },
  columns: {
    ledger_id: key('Number of the entry'),
    run_id: key('The build that made it'),
    recorded_at: instant('When it was made'),
    event: text('assign, merge, split or redirect'),
    record_key: key('The record; null for a redirect').orNull(),
    source: id('The source of the record; null if the record no longer exists').orNull(),
    customer_key: key('The key after the event'),
    former_customer_key: key('The key before the event').orNull(),
    reason: text('Why'),
  },
  query: ({ customer_key }) => sql`
    select
      l.ledger_id,
      l.run_id,
      l.recorded_at,
      l.event,
      l.record_key,
      m.source,
      l.customer_key,
      l.former_customer_key,
      l.reason
    from ops.identity_ledger l
    left join ${map_identity} m using (record_key)
    where l.customer_key = ${customer_key} or l.former_customer_key = ${customer_key}
    order by l.ledger_id`,
})

export const overSharedAmong = publishedQuery('stewardship.over_shared_among', {
  parameters: { value_keys: arrayOf(key('A value')) },
  columns: {
    kind: text('Kind of identifier, or blocking rule'),
    value_key: key('The value'),
    record_count: integer('Records that have it'),
    person_count: integer('People who have it; null for a blocking rule').orNull(),
    reason: text('Why it joins nobody'),
  },
  unmasked: true,
  query: ({ value_keys }) => sql`
    select
      kind,
      value_key,
      record_count,
      person_count,
      reason
    from ${over_shared_identifier} o
    where value_key = any(${value_keys})`,
})

export const overSharedHashes = publishedQuery('stewardship.over_shared_hashes', {
  columns: { kind: text('Kind of identifier, or blocking rule'), value_hash: key('The value') },
  unmasked: true,
  query: () => sql`
    select
      kind,
      value_key as value_hash
    from ${over_shared_identifier} o`,
})

export const overSharedValues = publishedQuery('stewardship.over_shared_values', {
  parameters: { limit: integer('How many values') },
  columns: {
    kind: text('Kind of identifier, or blocking rule'),
    value: text('The value'),
    record_count: integer('Records that have it'),
    person_count: integer('People who have it; null for a blocking rule').orNull(),
    reason: text('Why it joins nobody'),
    total: key('Over-shared values in all'),
  },
  unmasked: true,
  query: ({ limit }) => sql`
    select
      kind,
      value,
      record_count,
      person_count,
      reason,
      count(*) over () as total
    from ${over_shared_identifier} o
    order by record_count desc, kind, value_key
    limit ${limit}`,
})

export const modelInUse = publishedQuery('stewardship.model_in_use', {
  parameters: { run_id: key('A build; null for none').orNull() },
  columns: {
    model_id: key('The model'),
    trained_at: instant('When it was trained'),
    trained_because: text('Why it was trained'),
    is_new: flag('Whether this build trained it'),
  },
  query: ({ run_id }) => sql`
    select distinct
      model_id,
      trained_at,
      trained_because,
      coalesce(trained_at >= (select started_at from ops.runs where run_id = ${run_id}), false) as is_new
    from ${mart_match_model}
    where is_in_use`,
})

export const findingsOfModel = publishedQuery('stewardship.findings_of_model', {
  parameters: { model_id: key('The model') },
  columns: {
    kind: text('What is suspicious'),
    subject: text('What it concerns'),
    value: decimal('The estimate, or the number of iterations'),
    meaning: text('What it means'),
    remedy: text('What to do'),
  },
  query: ({ model_id }) => sql`
    select
      kind,
      subject,
      value,
      meaning,
      remedy
    from ${mart_match_finding}
    where model_id = ${model_id}
    order by finding_number`,
})

function queryOf({ name, query }: { readonly name: string; readonly query: unknown }): Sql {
  if (query instanceof Sql) return query
  throw new TypeError(`${name} is not one SELECT, so no other query can contain it`)
}

export const notUnderstood = publishedQuery('stewardship.not_understood', {
  parameters: {},
  columns: {
    source: text('Source system'),
    kind: text('What is not understood'),
    subject: text('The purpose of the consent, the question, or the channel'),
    record_count: integer('Records that say it'),
    remedy: text('What to do'),
  },
  query: () => sql`
    select
      source,
      kind,
      subject,
      record_count,
      remedy
    from ${mart_not_understood}
    order by kind, record_count desc, source, subject`,
})
