import { every, notApplicableKey, sql, unknownKey } from '#engine'
import { order } from '../../canonical/order.ts'
import { store } from '../../canonical/store.ts'

/**
 * The stores that orders name, by what an order calls them. That is the id of a store or, in exports of tills, its name:
 * a name stands for the only store that has it. What matches no store is a store of its own, of which only this is known.
 */
export const namedStores = sql`
      with mentioned as (
        select distinct source, store_id as mention
        from ${every(order)} placed
        where store_id is not null
      ),
      names as (
        select source, store_name, min(store_key) as store_key
        from ${every(store)} place
        group by source, store_name
        having count(*) = 1
      )
      select
        mentioned.source,
        mentioned.mention,
        coalesce(
          by_id.store_key,
          names.store_key,
          ops.key_of(mentioned.source, 'store', mentioned.mention)
        ) as store_key,
        coalesce(by_id.store_key, names.store_key) is not null as is_described
      from mentioned
      left join ${every(store)} by_id on by_id.source = mentioned.source and by_id.store_id = mentioned.mention
      left join names on names.source = mentioned.source and names.store_name = mentioned.mention`

/** The store of an order, in a query that has the order's `channel`, and its named store as `visited`. */
export const storeOfOrder = sql`case
        when channel is null or channel = 'store' then coalesce(visited.store_key, ${unknownKey})
        else ${notApplicableKey}
      end`
