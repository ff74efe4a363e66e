import { every, sql } from '#engine'
import { product_version } from '../../canonical/product_version.ts'
import { beginning, ending } from '../validity.ts'

/**
 * The list prices of the products of catalogues, each from when to when it held. Versions with the prices of the one
 * before are no change. The first known version also holds before it was made, because nobody knows an earlier one.
 */
export const listPrices = sql`
      with versions as (
        select
          *,
          row_number() over history as version_number,
          lag(lowest_list_price) over history as lowest_before,
          lag(highest_list_price) over history as highest_before
        from ${every(product_version)} version
        window history as (partition by product_key order by changed_at nulls first)
      ),
      changes as (
        select
          product_key,
          lowest_list_price as list_price,
          highest_list_price,
          changed_at as recorded_at,
          case when version_number = 1 then ${beginning} else changed_at end as valid_from
        from versions
        where version_number = 1
          or (lowest_list_price, highest_list_price) is distinct from (lowest_before, highest_before)
      )
      select
        *,
        lead(valid_from, 1, ${ending}) over (partition by product_key order by valid_from) as valid_to
      from changes`
