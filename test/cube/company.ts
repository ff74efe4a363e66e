import { join } from 'node:path'
import type { Pool } from 'pg'
import type { Columns } from '#engine'
import { viewsOf } from '../../engine/build/views.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { identityRows } from './identity-figures.ts'

const checkout = join(import.meta.dirname, '..', '..')

const model = parseModel(await readModelFiles(checkout))

export const viewNames: readonly string[] = [...model.views.keys()].sort()

/** The relations that Cube reads, with their contracts. */
export const published: Readonly<Record<string, Columns>> = await relationsOfModel()

async function relationsOfModel() {
  const { graph } = await loadWarehouse(join(checkout, 'transforms'))
  const read = new Set([...model.cubes.values()].map(({ relation }) => relation.name))
  const relations = graph.transforms.flatMap((transform) =>
    viewsOf(transform).map(({ schema, name }) => [`${schema}.${name}`, transform.columns] as const),
  )
  return Object.fromEntries(relations.filter(([name]) => read.has(name)))
}

export const orderCount = 11_000

/**
 * Fills the relations that Cube reads with random rows, without a build: unknown customers, returns, test orders,
 * discounts and customers without orders, each more frequent than in any company.
 */
export async function makeCompany(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin; select setseed(0.42)')
    for (const [relation, columns] of Object.entries(published)) {
      const ddl = Object.entries(columns).map(
        ([name, column]) => `${name} ${column.pgType}${column.isNullable ? '' : ' not null'}`,
      )
      await client.query(`create table ${relation} (${ddl.join(', ')})`)
      await client.query(`grant select on ${relation} to clientele_cube`)
    }
    await client.query(rows)
    await client.query(identityRows)
    for (const [relation, columns] of Object.entries(published))
      await client.query(anyRows(relation, columns))
    await client.query('commit')
  } finally {
    client.release()
  }
}

const french = `(select customer_key from pii.dim_customer where market = 'France' order by 1 offset n - 1 limit 1)`

/** Three rows of a relation that has none yet; one, if it is the only row of its day. */
function anyRows(relation: string, columns: Columns): string {
  const count = relation.endsWith('_fit') || relation.endsWith('_window') ? 1 : 3
  const values = Object.entries(columns).map(([name, { pgType, values: named }]) => {
    // so that a reader of that market sees some
    if (name === 'market') return `'France'`
    if (name === 'customer_key') return french
    if (named) return `(array[${named.map((one) => `'${one}'`).join(', ')}])[1 + (n - 1) % ${named.length}]`
    if (pgType === 'text') return `'text ' || n`
    if (pgType === 'text[]') return `array['text ' || n]`
    if (pgType === 'jsonb') return `'{}'::jsonb`
    if (pgType === 'boolean') return 'n > 1'
    if (pgType === 'date') return `date '2011-01-01' + n`
    if (pgType === 'timestamp with time zone') return `timestamptz '2011-01-01 12:00Z' + n * interval '1 day'`
    return pgType.startsWith('numeric') ? 'n / 4.0' : 'n'
  })
  return `insert into ${relation} (${Object.keys(columns).join(', ')})
    select ${values.join(', ')} from generate_series(1, ${count}) n where not exists (select from ${relation})`
}

/** Does what the end of `clientele build` does. */
export async function publish(pool: Pool): Promise<void> {
  await pool.query(`insert into ops.runs (status, finished_at) values ('published', clock_timestamp())`)
}

const rows = `
  insert into pii.dim_customer
    (customer_key, is_known, party_type, is_counted, full_name, given_name, family_name, email, emails, phone, phones, street, house_number, unit,
     city, region, postcode, birth_date, country, market, first_seen_date, source_names, record_count, has_conflict,
     conflicting_attributes)
  select n, true, (array['person', 'person', 'person', 'unconfirmed'])[1 + (n > 300)::int * 3], n <= 300, 'Person ' || n, 'Given ' || n, 'Family ' || n, 'person' || n || '@example.com',
    array['person' || n || '@example.com'], '+44 20 ' || n, array['+44 20 ' || n], 'Street ' || n, n, 'Flat ' || n,
    'Town ' || n, 'Region ' || n, 'P' || n, date '1950-01-01' + n,
    country, case country when 'Norway' then 'Other' else country end, date '2010-01-01' + n, 'shopify', 1,
    n % 7 = 0, case when n % 7 = 0 then array['name'] else '{}' end
  from (
    select n, (array['United Kingdom', 'France', 'Norway'])[1 + floor(random() * 3)::int] as country
    from generate_series(1, 400) n
  ) people
  union all select -1, false, 'unknown', false, null, null, null, null, '{}', null, '{}', null, null, null, null, null, null, null,
    'Unknown', 'Unknown', null, 'none', 0, false, '{}';

  insert into pii.bdg_customer_attribute
    (customer_key, attribute, value, value_rank, is_chosen, is_valid, is_usable, faults, source, record_key, source_names,
     record_count, competing_count, has_conflict)
  select customer_key, 'email', email, 1, true, true, true, '{}', 'shopify', customer_key, array['shopify'], 1, 1, false
  from pii.dim_customer where is_known;

  insert into warehouse.bdg_household (household_key, customer_key, person_count, evidence)
  select n / 2, n, 2, array['family name'] from generate_series(2, 101) n;

  insert into warehouse.dim_date
    (date_day, year, quarter, month, month_name, month_start_date, day_of_month, day_of_year, financial_year,
     financial_year_name, financial_quarter, financial_month, week_start_date, iso_year, iso_week, iso_weekday,
     weekday_name, is_weekend, is_last_day_of_month, is_last_day_of_quarter, is_last_day_of_year,
     is_last_day_of_financial_quarter, is_last_day_of_financial_year)
  select d, extract(year from d), extract(quarter from d), extract(month from d), to_char(d, 'FMMonth'), date_trunc('month', d),
    extract(day from d), extract(doy from d), extract(year from d), to_char(d, '"FY"YYYY'), extract(quarter from d),
    extract(month from d), date_trunc('week', d), extract(isoyear from d), extract(week from d), extract(isodow from d),
    to_char(d, 'FMDay'), extract(isodow from d) > 5, false, false, false, false, false
  from generate_series(date '2010-01-01', date '2011-12-31', '1 day') d;

  insert into warehouse.dim_product
    (product_key, conformed_product_key, category_path, category_1, category_2, category_3, catalogue_status, source,
     product_id, product_name, product_type, is_merchandise)
  select n, n, 'Home', 'Home', 'Home', 'Home', 'active', 'shopify', 'P' || n, 'Product ' || n, type, type = 'merchandise'
  from (select n, (array['merchandise', 'merchandise', 'postage', 'fee'])[1 + n % 4] as type
    from generate_series(1, 20) n) p;

  insert into warehouse.fct_order_lines
    (order_line_key, order_key, customer_key, product_key, product_version_key, store_key, source, line_type, is_merchandise, is_sale, is_test, status,
     channel, excluded_because, occurred_at, occurred_date, quantity, currency, original_gross, original_discount,
     original_returned, original_adjustment, unit_price_amount, gross_amount, discount_amount, returned_amount, adjustment_amount,
     net_amount, other_amount)
  select o * 2 + line, o, customer, product, product, -2, 'shopify', type, product % 4 < 2, product % 4 <> 2, is_test, status, 'web',
    excluded_because, at, at::date, case when type = 'return' then -units else units end,
    case when is_foreign then 'BRL' else 'GBP' end, gross, less, returned, adjusted, case when not is_foreign then price end,
    weight * sale * gross, weight * sale * less, weight * sale * returned, weight * sale * adjusted,
    weight * sale * (gross - less - returned + adjusted), weight * (1 - sale) * (gross - less - returned + adjusted)
  from (
    select o, case when random() < 0.2 then -1 else 1 + floor(random() * 300)::int end as customer,
      (array['sale', 'sale', 'sale', 'sale', 'return', 'adjustment'])[1 + floor(random() * 6)::int] as type,
      random() < 0.02 as is_test, random() < 0.05 as is_cancelled, random() < 0.02 as is_future, random() < 0.1 as is_foreign,
      timestamptz '2010-01-01 00:00:00+00' + floor(random() * 729 * 86400) * interval '1 second' as at
    from generate_series(1, ${orderCount}) o
  ) orders
  cross join lateral (
    select line, 1 + floor(random() * 20)::int + 0 * o as product, 1 + floor(random() * 9)::int as units,
      round((random() * 50)::numeric, 2) as price, round((random() * 3)::numeric, 4) as discount
    from generate_series(0, 1) line
  ) lines
  cross join lateral (
    select case when type = 'sale' then units * price else 0 end as gross,
      case when type = 'sale' then discount else 0 end as less, case when type = 'return' then units * price else 0 end as returned,
      case when type = 'adjustment' then discount else 0 end as adjusted, case when product % 4 = 2 then 0 else 1 end as sale,
      case when is_cancelled then 'cancelled' else 'completed' end as status,
      case when is_test then 'test' when is_cancelled then 'status' when is_future then 'future' end as excluded_because
  ) amounts
  cross join lateral (
    select case when is_foreign then null when excluded_because in ('status', 'future') then 0 else 1 end as weight
  ) weights;

  insert into warehouse.fct_orders
    (order_key, customer_key, store_key, source, order_id, order_type, is_test, is_purchase, status, channel, excluded_because,
     ordered_at, ordered_date, ordered_minute, country, sold_to_market, currency, original_amount, line_count, quantity, gross_amount, discount_amount,
     returned_amount, adjustment_amount, net_amount, other_amount)
  select order_key, customer_key, -2, source, 'O' || order_key, line_type, is_test,
    line_type = 'sale' and bool_or(is_sale and original_gross > 0) and excluded_because is null, status, channel,
    excluded_because, occurred_at, occurred_date, 600, case when order_key % 3 = 0 then 'France' else 'United Kingdom' end,
    case when order_key % 3 = 0 then 'France' else 'United Kingdom' end,
    currency, sum(original_gross - original_discount - original_returned + original_adjustment), count(*), sum(quantity),
    sum(gross_amount), sum(discount_amount), sum(returned_amount), sum(adjustment_amount), sum(net_amount), sum(other_amount)
  from warehouse.fct_order_lines
  group by order_key, customer_key, source, line_type, is_test, status, channel, excluded_because, currency, occurred_at,
    occurred_date;

  insert into marts.mart_customer_ltv
    (customer_key, is_known, customer_type, country, market, order_count, unvalued_order_count, first_ordered_date, last_ordered_date, cohort_month_date,
     tenure_days, gross_amount, discount_amount, returned_amount, adjustment_amount, lifetime_value_amount,
     average_order_amount, as_of_date)
  select customer_key, c.is_known,
    case when not c.is_counted then c.party_type when orders > 0 then 'customer' else 'prospect' end, c.country, c.market,
    coalesce(orders, 0), coalesce(unvalued, 0), first_date, last_date,
    date_trunc('month', first_date), date '2011-12-31' - first_date, coalesce(gross, 0), coalesce(discount, 0),
    coalesce(returned, 0), coalesce(adjusted, 0), coalesce(net, 0), net / nullif(orders - unvalued, 0), '2011-12-31'
  from pii.dim_customer c
  left join (
    select customer_key, count(*) filter (where is_order) as orders,
      count(*) filter (where is_order and net_amount is null) as unvalued, min(ordered_date) filter (where is_order) as first_date,
      max(ordered_date) filter (where is_order) as last_date, sum(gross_amount) as gross,
      sum(discount_amount) as discount, sum(returned_amount) as returned, sum(adjustment_amount) as adjusted,
      sum(net_amount) as net
    from (select *, is_purchase as is_order from warehouse.fct_orders where not is_test) o
    group by customer_key
  ) v using (customer_key);

  insert into marts.mart_left_out (reason, source, currency, order_count, line_count, original_amount)
  select coalesce(excluded_because, 'currency'), source, currency, count(distinct order_key), count(*),
    sum(original_gross - original_discount - original_returned + original_adjustment)
  from warehouse.fct_order_lines where excluded_because is not null or net_amount is null group by 1, 2, 3;

  insert into marts.mart_rfm
    (customer_key, recency_days, frequency, monetary_amount, recency_score, frequency_score, monetary_score, rfm_code,
     segment, segment_rank, as_of_date)
  select customer_key, as_of_date - last_ordered_date, order_count, lifetime_value_amount, 1, 2, 3, '123',
    (array['Champions', 'Loyal', 'Lost'])[1 + customer_key % 3], (array[1, 2, 11])[1 + customer_key % 3], as_of_date
  from marts.mart_customer_ltv where is_known and order_count > 0;

  insert into marts.mart_customer_360
    (customer_key, party_type, customer_type, country, market, source_names, lifecycle_segment, value_band, first_channel_name, order_count,
     first_ordered_date, last_ordered_date, cohort_month_date, gross_amount, discount_amount, returned_amount, lifetime_value_amount,
     average_order_amount, rfm_segment, subscription_count, mrr_amount, visit_count, visits_30_days, case_count, open_case_count,
     email_consent, sms_consent, analytics_consent, profiling_consent, loyalty_tier, as_of_date)
  select customer_key, party_type, customer_type, worth.country, worth.market, source_names, 'returning', 'none',
    (array['email', 'search', null])[1 + customer_key % 3], order_count, first_ordered_date, last_ordered_date, cohort_month_date,
    gross_amount, discount_amount, returned_amount, lifetime_value_amount, average_order_amount, segment, 0, 0, 0, 0, 0, 0,
    'granted', 'withdrawn', 'no decision', 'unknown', 'none', worth.as_of_date
  from marts.mart_customer_ltv worth
  join pii.dim_customer person using (customer_key)
  left join marts.mart_rfm using (customer_key)
  where person.is_known;

  insert into ops.segment_movement (run_id, as_of_date, segment_name, customer_key, movement, because)
  select 1, date '2011-01-01' + n, 'segment ' || n % 3, n, case when n % 4 = 0 then 'left' else 'entered' end, 'rule'
  from generate_series(1, 100) n;

  insert into ops.runs (status, finished_at) values ('published', clock_timestamp());
  insert into ops.entities (entity, source, description, fresh_within_hours, row_count) values
    ('shopify.orders', 'shopify', 'Orders of the shop', 24, 100), ('hubspot.contacts', 'hubspot', 'Contacts', null, 50);
  insert into ops.loads (entity, origin, status, finished_at) values ('shopify.orders', 'a file', 'done', now() - interval '1 hour');
  insert into ops.quarantine (load_id, entity, original, reason_code, reasons) values (1, 'shopify.orders', 'x', 'broken', '[]');
  insert into ops.tables (relation, version, physical_name, definition, inputs, metadata, metadata_hash, row_count, run_id)
  select 'marts.mart_' || n, 'one', 'build.mart_' || n, '{ "columns": [["day", "date"], ["amount", "numeric"]] }',
    '{ "warehouse.fct_orders": "one" }',
    '{ "description": "Sales by day", "grain": ["day"], "columns": {
      "day": { "description": "The day", "isNullable": false }, "amount": { "description": "Sales", "isNullable": true } } }',
    '', n, 1
  from generate_series(1, 3) n;
  insert into ops.published (relation, version, view_hash, run_id) select relation, version, '', 1 from ops.tables;
  insert into ops.test_results (run_id, relation, test, severity, failed_count, seconds)
  select 1, relation, 'one row for each day', 'error', row_count - 1, 0 from ops.tables;
`
