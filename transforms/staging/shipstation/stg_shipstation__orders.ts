import { sql, text, transform, value } from '#engine'
import { shipment } from '../../canonical/shipment.ts'
import { shipstation, shipstationTimeZone } from '../../sources/shipstation/shipstation.ts'

/** Orders as the shipping department processes them. They have no sales amounts. */
export const stg_shipstation__orders = transform('staging.stg_shipstation__orders', {
  description: 'Orders to be shipped, with their recipients.',
  grain: ['shipment_key'],
  conformsTo: shipment,
  columns: {
    ...shipment.columns,
    recipient_id: text('What identifies the recipient').orNull().pii('identifier'),
    recipient_name: text('Name of the recipient').orNull().pii('name'),
    recipient_company: text('Company of the recipient').orNull().pii('name'),
    recipient_email: text('Email address of the customer').orNull().pii('contact'),
    recipient_phone: text('Phone number of the recipient').orNull().pii('contact'),
    recipient_street: text('House number and street').orNull().pii('address'),
    recipient_city: text('City').orNull().pii('address'),
    recipient_region: text('Region').orNull().pii('address'),
    recipient_postcode: text('Postcode').orNull().pii('address'),
  },
  query: sql`
    with typed as (
      select
        *,
        coalesce(nullif(lower(trim("customerEmail")), ''), "customerId"::text) as recipient_id,
        case
          when "orderDate" ~ '(Z|[+-]\d\d:?\d\d)$' then "orderDate"::timestamptz
          else "orderDate"::timestamp at time zone ${value(shipstationTimeZone)}
        end as placed_at,
        case
          when "shipByDate" ~ '(Z|[+-]\d\d:?\d\d)$' then "shipByDate"::timestamptz
          else "shipByDate"::timestamp at time zone ${value(shipstationTimeZone)}
        end as due_at
      from ${shipstation.orders}
    )
    select
      ops.key_of('shipstation', 'order', "orderId"::text) as shipment_key,
      ops.key_of('shipstation', 'recipient', recipient_id) as record_key,
      'shipstation' as source,
      "orderId"::text as shipment_id,
      'order' as shipment_type,
      case "orderStatus"
        when 'shipped' then 'shipped'
        when 'on_hold' then 'held'
        when 'cancelled' then 'cancelled'
        when 'rejected_fulfillment' then 'cancelled'
        else 'pending'
      end as status,
      null::bigint as parent_key,
      "orderNumber" as order_number,
      "carrierCode" as carrier,
      "serviceCode" as service,
      null::text as tracking_number,
      nullif(upper(trim("shipTo" ->> 'country')), '') as country,
      (
        select coalesce(sum(quantity), 0)
        from jsonb_to_recordset(items) as item(quantity numeric, adjustment boolean)
        where item.adjustment is not true
      ) as quantity,
      null::numeric as cost,
      null::text as currency,
      placed_at as created_at,
      due_at,
      ("shipDate"::timestamp at time zone ${value(shipstationTimeZone)}) as shipped_at,
      recipient_id,
      nullif(trim("shipTo" ->> 'name'), '') as recipient_name,
      nullif(trim("shipTo" ->> 'company'), '') as recipient_company,
      nullif(trim("customerEmail"), '') as recipient_email,
      nullif(trim("shipTo" ->> 'phone'), '') as recipient_phone,
      nullif(
        concat_ws(
          ', ',
          nullif(trim("shipTo" ->> 'street1'), ''),
          nullif(trim("shipTo" ->> 'street2'), ''),
          nullif(trim("shipTo" ->> 'street3'), '')
        ),
        ''
      ) as recipient_street,
      nullif(trim("shipTo" ->> 'city'), '') as recipient_city,
      nullif(trim("shipTo" ->> 'state'), '') as recipient_region,
      nullif(trim("shipTo" ->> 'postalCode'), '') as recipient_postcode
    from typed`,
})
