import { notNegative, sql, text, transform } from '#engine'
import { checkout } from '../../canonical/checkout.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { knownEmail, knownPhone, mailbox, personKey } from '../person-key.ts'

/** A checkout without an account is identified by its email address or phone number, as orders are. */
export const stg_shopify__checkouts = transform('staging.stg_shopify__checkouts', {
  description: 'Checkouts of the online shop that were not completed immediately.',
  grain: ['checkout_key'],
  conformsTo: checkout,
  columns: {
    ...checkout.columns,
    guest_email: text('Email address given without an account').orNull().pii('contact'),
    guest_phone: text('Phone number given without an account').orNull().pii('contact'),
    guest_name: text('Name given without an account').orNull().pii('name'),
  },
  tests: [notNegative('total')],
  query: sql`
    with typed as (
      select
        id::text as checkout_id,
        customer ->> 'id' as customer_id,
        ${knownEmail(sql`email`)} as email,
        ${knownPhone(sql`phone`)} as phone,
        nullif(
          trim(concat_ws(' ', billing_address ->> 'first_name', billing_address ->> 'last_name')),
          ''
        ) as name,
        created_at::timestamptz as started_at,
        updated_at::timestamptz as updated_at,
        completed_at::timestamptz as completed_at,
        jsonb_array_length(line_items) as line_count,
        sold.quantity,
        total_line_items_price as goods,
        total_discounts as discount,
        total_price as total,
        upper(currency) as currency,
        nullif(trim(coalesce(shipping_address ->> 'country', billing_address ->> 'country')), '') as country,
        lower(substring(referring_site from '^[A-Za-z][A-Za-z0-9+.-]*://([^/?#:]+)')) as referrer_host
      from ${shopify.checkouts}
      cross join lateral (
        select coalesce(sum(line.quantity), 0) as quantity
        from jsonb_to_recordset(line_items) as line(quantity numeric)
      ) sold
    )
    select
      ops.key_of('shopify', 'checkout', checkout_id) as checkout_key,
      coalesce(
        ${personKey('shopify', 'customer', sql`customer_id`)},
        ${personKey('shopify', 'guest', sql`coalesce(${mailbox(sql`email`)}, phone)`)}
      ) as record_key,
      'shopify' as source,
      checkout_id,
      case when completed_at is null then 'open' else 'completed' end as status,
      started_at,
      updated_at,
      completed_at,
      line_count,
      quantity,
      goods,
      discount,
      total,
      currency,
      country,
      referrer_host,
      case when customer_id is null then email end as guest_email,
      case when customer_id is null then phone end as guest_phone,
      case when customer_id is null then name end as guest_name
    from typed`,
})
