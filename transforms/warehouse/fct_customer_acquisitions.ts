import {
  day,
  decimal,
  instant,
  key,
  notApplicableKey,
  notNegative,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { dayOf } from './calendar/times.ts'
import { firstContacts, firstPurchases } from './campaigns/first-contacts.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_product } from './dim_product.ts'
import { dim_store } from './dim_store.ts'
import { fct_order_lines } from './fct_order_lines.ts'
import { fct_orders } from './fct_orders.ts'

/**
 * What was seen first counts, direct visits too: a later campaign did not bring somebody who was already there. People whom no
 * tool saw before their first purchase have its channel, store or website. An earlier contact that arrives late, or two
 * customers who turn out to be one, change the row.
 */
export const fct_customer_acquisitions = transform('warehouse.fct_customer_acquisitions', {
  description:
    'How each customer and prospect came to the company, one row for each: the first contact with its channel and the ' +
    'evidence, and the first product and store.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer or prospect'),
    channel_key: key(
      'Channel of the first contact; of sales if nothing was seen before the first purchase, -1 if unknown',
    ),
    campaign_key: key('Campaign of that contact; -2 for none'),
    evidence: oneOf('What shows it', ['visit', 'click in a message', 'first purchase', 'nothing']),
    evidence_key: key('Session, response or order that shows it').orNull(),
    acquired_at: instant('When the first contact was').orNull(),
    acquired_date: day('The day of that, in the time zone of the company').orNull(),
    first_order_key: key('First purchase').orNull(),
    first_ordered_at: instant('When that was').orNull(),
    sales_channel_key: key('Channel in which it was placed; -2 without a purchase'),
    product_key: key(
      'Product of the first purchase with the highest value; missing without a purchase',
    ).orNull(),
    store_key: key('Store of the first purchase that was made in one; -2 for none'),
    days_to_purchase: decimal('Days from the first contact to the first purchase. Additive').orNull(),
  },
  indexes: [['channel_key']],
  tests: [
    references('customer_key', dim_customer),
    references('channel_key', dim_channel),
    references('sales_channel_key', dim_channel, 'channel_key'),
    references('campaign_key', dim_campaign),
    references('product_key', dim_product),
    references('store_key', dim_store),
    references('acquired_date', dim_date, 'date_day'),
    notNegative('days_to_purchase'),
    returnsNone(
      'every customer is present',
      (self) => sql`
        select customer_key
        from ${dim_customer}
        left join ${self} present using (customer_key)
        where is_known
          and present.customer_key is null`,
    ),
  ],
  query: sql`
    with first_purchases as materialized (${firstPurchases}),
    first_contacts as (${firstContacts}),
    first_products as (
      select distinct on (order_key)
        order_key,
        product_key
      from ${fct_order_lines} line
      join first_purchases using (order_key)
      where line.line_type = 'sale'
      order by
        order_key,
        line.is_merchandise desc,
        line.original_gross desc,
        line.order_line_key
    ),
    first_stores as (
      select distinct on (customer_key)
        customer_key,
        store_key
      from ${fct_orders}
      where is_purchase
        and store_key not in (${unknownKey}, ${notApplicableKey})
      order by
        customer_key,
        ordered_at,
        order_key
    )
    select
      customer_key,
      coalesce(contact.channel_key, ${unknownKey}) as channel_key,
      coalesce(contact.campaign_key, ${notApplicableKey}) as campaign_key,
      coalesce(contact.evidence, 'nothing') as evidence,
      contact.evidence_key,
      contact.contact_at as acquired_at,
      ${dayOf(sql`contact.contact_at`)} as acquired_date,
      purchase.order_key as first_order_key,
      purchase.ordered_at as first_ordered_at,
      coalesce(purchase.sales_channel_key, ${notApplicableKey}) as sales_channel_key,
      coalesce(product.product_key, case when purchase.order_key is null then ${notApplicableKey} else ${unknownKey} end) as product_key,
      coalesce(store.store_key, ${notApplicableKey}) as store_key,
      extract(epoch from purchase.ordered_at - contact.contact_at) / 86400 as days_to_purchase
    from ${dim_customer}
    left join first_contacts contact using (customer_key)
    left join first_purchases purchase using (customer_key)
    left join first_products product on product.order_key = purchase.order_key
    left join first_stores store using (customer_key)
    where is_known`,
})
