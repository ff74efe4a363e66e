import { sql, value } from '#engine'
import { fct_consents } from '../fct_consents.ts'
import { purposes } from './rules.ts'

/** From when each decision applies, in the order of fct_consents. Of several at one moment only the last one does. */
export const consentChanges = sql`
      select
        customer_key,
        purpose,
        valid_from,
        status
      from ${fct_consents}
      where customer_key > 0
        and purpose = any (${value(Object.values(purposes))})
        and valid_from < coalesce(valid_to, 'infinity')`
