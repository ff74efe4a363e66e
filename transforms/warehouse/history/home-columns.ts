import { type Sql, sql, text } from '#engine'
import { dim_customer } from '../dim_customer.ts'

/** The address of a home, as in dim_customer. */
export const homeColumns = {
  street: dim_customer.columns.street,
  house_number: dim_customer.columns.house_number,
  unit: dim_customer.columns.unit,
  city: dim_customer.columns.city,
  postcode: dim_customer.columns.postcode,
  region: text('State, province or county')
    .orNull()
    .notPersonal('many people live in a state, province or county'),
  country: dim_customer.columns.country,
}

/** What spellings of one address have in common. */
export const homeMatch = (of: Sql) => sql`concat_ws(
            '|',
            translate(lower(coalesce(${of}.postcode, ${of}.city)), ' -', ''),
            translate(lower(${of}.street), ' .,-''', ''),
            ${of}.house_number,
            ${of}.unit
          )`
