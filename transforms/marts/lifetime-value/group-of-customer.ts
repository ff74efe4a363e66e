import { type Sql, sql, value } from '#engine'
import { dim_channel } from '../../warehouse/dim_channel.ts'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_customer_acquisitions } from '../../warehouse/fct_customer_acquisitions.ts'
import { lifetimeValue } from './settings.ts'

export const everybody = 'all customers'

const parts: Readonly<Record<'market' | 'firstChannel', Sql>> = {
  market: sql`customer.market`,
  firstChannel: sql`coalesce(channel.channel_name, 'unknown')`,
}

const group = lifetimeValue.groupBy
  .map((name) => parts[name])
  .reduce<Sql | null>((all, part) => (all ? sql`${all} || ', ' || ${part}` : part), null)

/** What the settings divide customers by: the text that names the group, such as "Ireland" or "Ireland, paid search". */
export const groupOfCustomer = sql`
  select
    customer.customer_key,
    ${group ?? value(everybody)} as group_name
  from ${dim_customer} customer
  left join ${fct_customer_acquisitions} acquired using (customer_key)
  left join ${dim_channel} channel using (channel_key)
  where customer.is_counted`
