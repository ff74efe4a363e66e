import { sql, value } from '#engine'
import { bdg_customer_home } from '../bdg_customer_home.ts'
import { dim_customer } from '../dim_customer.ts'
import { beginning, tomorrow } from '../validity.ts'
import { consentChanges } from './consents.ts'
import { familyNameChanges } from './family-names.ts'
import { householdChanges } from './households.ts'
import { stageChanges } from './lifecycle-stages.ts'
import { tierChanges } from './loyalty-tiers.ts'
import { purposes } from './rules.ts'
import { valueBandChanges } from './value-bands.ts'

/** What holds before anything is known: a prospect who has decided nothing and belongs to nothing. */
const start = sql`
        values
          ('household', 'none'),
          (${value(purposes.email)}, 'no decision'),
          (${value(purposes.sms)}, 'no decision'),
          (${value(purposes.analytics)}, 'no decision'),
          (${value(purposes.profiling)}, 'no decision'),
          ('tier', 'none'),
          ('stage', 'prospect'),
          ('band', 'none')`

/** The changes of all attributes as texts, none of them null, up to the end of the as-of day. */
export const changes = sql`
      select
        customer_key,
        valid_from,
        attribute,
        new_value
      from (
        select customer_key, ${beginning} as valid_from, attribute, new_value
        from ${dim_customer} known
        cross join (${start}
        ) start(attribute, new_value)
        where is_known
        union all
        select customer_key, valid_from, 'home', home_number::text
        from ${bdg_customer_home}
        union all
        select customer_key, valid_from, 'family name', coalesce(family_name, '')
        from (${familyNameChanges}
        ) name
        union all
        select customer_key, valid_from, 'household', coalesce(household_key::text, 'none')
        from (${householdChanges}
        ) household
        union all
        select customer_key, valid_from, purpose, status
        from (${consentChanges}
        ) consent
        union all
        select customer_key, valid_from, 'tier', tier
        from (${tierChanges}
        ) tier
        union all
        select customer_key, valid_from, 'stage', stage
        from (${stageChanges}
        ) stage
        union all
        select customer_key, valid_from, 'band', value_band
        from (${valueBandChanges}
        ) band
      ) change
      where valid_from < ${tomorrow}`
