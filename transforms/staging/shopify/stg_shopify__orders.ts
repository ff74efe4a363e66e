import { sql, text, transform } from '#engine'
import { countryColumn } from '../../../normalise/country-column.ts'
import { order } from '../../canonical/order.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { knownEmail, knownPhone, mailbox, personKey } from '../person-key.ts'

/** An order without an account is identified by the email address or phone number given at checkout. */
export const stg_shopify__orders = transform('staging.stg_shopify__orders', {
  description: 'Orders of the online shop, including cancelled and test orders.',
  grain: ['order_key'],
  conformsTo: order,
  columns: {
    ...order.columns,
    guest_email: text('Email address given at checkout without an account').orNull().pii('contact'),
    guest_phone: text('Phone number given at checkout without an account').orNull().pii('contact'),
    guest_name: text('Name given at checkout without an account').orNull().pii('name'),
  },
  derive: countryColumn,
  query: sql`
    with typed as (
      select
        id::text as order_id,
        nullif(trim(name), '') as order_number,
        location_id::text as location_id,
        customer ->> 'id' as customer_id,
        ${knownEmail(sql`email`)} as email,
        ${knownPhone(sql`phone`)} as phone,
        nullif(
          trim(concat_ws(' ', billing_address ->> 'first_name', billing_address ->> 'last_name')),
          ''
        ) as name,
        processed_at::timestamptz as ordered_at,
        nullif(
          trim(coalesce(shipping_address ->> 'country', billing_address ->> 'country')),
          ''
        ) as country_written,
        nullif(
          trim(coalesce(shipping_address ->> 'province', billing_address ->> 'province')),
          ''
        ) as region,
        case
          when lower(financial_status) = 'voided' then 'voided'
          when cancelled_at is not null then 'cancelled'
          when lower(financial_status) in ('paid', 'partially_refunded', 'refunded') then 'completed'
          else 'open'
        end as status,
        case lower(trim(source_name))
          when 'pos' then 'store'
          when 'iphone' then 'app'
          when 'android' then 'app'
          else nullif(lower(trim(source_name)), '')
        end as channel,
        upper(currency) as currency,
        test as is_test
      from ${shopify.orders}
    )
    select
      ops.key_of('shopify', 'order', order_id) as order_key,
      coalesce(
        ${personKey('shopify', 'customer', sql`customer_id`)},
        ${personKey('shopify', 'guest', sql`coalesce(${mailbox(sql`email`)}, phone)`)}
      ) as record_key,
      'shopify' as source,
      order_id,
      order_number,
      'sale' as order_type,
      status,
      channel,
      case when channel = 'store' then location_id end as store_id,
      ordered_at,
      currency,
      country_written,
      region,
      is_test,
      case when customer_id is null then email end as guest_email,
      case when customer_id is null then phone end as guest_phone,
      case when customer_id is null then name end as guest_name
    from typed`,
})
