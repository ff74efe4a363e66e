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

const shipName = plain(sql`ship ->> 'name'`)
const billName = plain(sql`bill ->> 'name'`)

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
      -- guards, keys and patterns cost more than the rest: each address is guarded once, and each buyer has one key made
      emails as materialized (
        select
          email,
          ${knownEmail(sql`email`)} as known_email
        from (select distinct email from party) written
        where email is not null
      ),
      delivery as materialized (
        select
          party.*,
          coalesce(known_email, ${knownId(sql`customer_id::text`)}) as buyer_id,
          case
            when ship ->> 'name' = bill ->> 'name' then true
            when ${shipName} is null then true
            when ${billName} is null
              then strpos(
                split_part(lower(email), '@', 1),
                nullif(substring(${shipName} from '[^ ]{3,}$'), '')
              ) > 0
            else ${shipName} = ${billName}
          end is true as is_buyer
        from party
        left join emails using (email)
      ),
      buyers as materialized (
        select
          buyer_id,
          ${personKey('shipstation', 'recipient', sql`buyer_id`)} as buyer_key
        from (select distinct buyer_id from delivery) buyer
        where buyer_id is not null
      ),
      identified as materialized (
        select
          *,
          case
            when is_buyer then buyer_id
            else ${plain(sql`concat_ws(' ', ship ->> 'name', ship ->> 'postalCode', ship ->> 'street1')`)}
          end as recipient_id
        from delivery
      )
      select
        identified.*,
        buyers.buyer_key,
        case
          when is_buyer then buyers.buyer_key
          else ${personKey('shipstation', 'recipient', sql`recipient_id`)}
        end as recipient_key
      from identified
      left join buyers using (buyer_id)`
