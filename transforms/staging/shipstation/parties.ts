import { type Sql, sql, value } from '#engine'
import { shipstation, shipstationTimeZone } from '../../sources/shipstation/shipstation.ts'
import { knownEmail, knownId, personKey } from '../person-key.ts'

/** A time of ShipStation, with or without its offset. */
export function instantOf(time: Sql): Sql {
  return sql`case
          when ${time} ~ '(Z|[+-]\d\d:?\d\d)$' then ${time}::timestamptz
          else ${time}::timestamp at time zone ${value(shipstationTimeZone)}
        end`
}

/** A name without what different systems write differently. */
const plain = (name: Sql) =>
  sql`nullif(trim(regexp_replace(lower(${name}), '[[:space:][:punct:]]+', ' ', 'g')), '')`

/**
 * Who ordered and who receives, for each order and for each parcel whose order is not there. The email address is that
 * of the buyer, and an order can be a present: it belongs to the recipient only if the bill and the parcel have the same
 * name or, without a name on the bill, if the address contains the recipient's. A recipient who is not the buyer is
 * identified by name, postcode and street.
 */
export const parties = sql`
      with party as (
        select
          "orderId" as order_id,
          null::bigint as shipment_id,
          "customerEmail" as email,
          "customerId" as customer_id,
          "billTo" as bill,
          "shipTo" as ship,
          ${instantOf(sql`"orderDate"`)} as seen_at
        from ${shipstation.orders}
        union all
        select
          "orderId",
          "shipmentId",
          "customerEmail",
          null,
          null,
          "shipTo",
          ${instantOf(sql`"createDate"`)}
        from ${shipstation.shipments}
        where coalesce("orderId" not in (select "orderId" from ${shipstation.orders}), true)
      ),
      -- materialized, because each of these is used several times and costs more than the rest
      named as materialized (
        select
          *,
          coalesce(${knownEmail(sql`email`)}, ${knownId(sql`customer_id::text`)}) as buyer_id,
          ${plain(
            sql`concat_ws(' ', ship ->> 'name', ship ->> 'postalCode', ship ->> 'street1')`,
          )} as recipient,
          ${plain(sql`ship ->> 'name'`)} as ship_name,
          ${plain(sql`bill ->> 'name'`)} as bill_name
        from party
      ),
      delivery as materialized (
        select
          order_id,
          shipment_id,
          email,
          customer_id,
          bill,
          ship,
          seen_at,
          buyer_id,
          recipient,
          case
            when ship_name is null then true
            when bill_name is null
              then strpos(
                split_part(lower(email), '@', 1),
                nullif(substring(ship_name from '[^ ]{3,}$'), '')
              ) > 0
            else ship_name = bill_name
          end is true as is_buyer
        from named
      ),
      -- most recipients are buyers, and many buy again: guards and keys cost most, so each buyer has one key made
      buyers as materialized (
        select
          buyer_id,
          ${personKey('shipstation', 'recipient', sql`buyer_id`)} as buyer_key
        from (select distinct buyer_id from named) buyer
        where buyer_id is not null
      )
      select
        delivery.*,
        case when is_buyer then buyer_id else recipient end as recipient_id,
        buyers.buyer_key,
        case
          when is_buyer then buyers.buyer_key
          else ${personKey('shipstation', 'recipient', sql`recipient`)}
        end as recipient_key
      from delivery
      left join buyers using (buyer_id)`
