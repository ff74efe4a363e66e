import { canonical, id, instant, key, recordKey } from '#engine'
import { profile } from './profile.ts'

const { given_name, family_name, given_name_match, family_name_match } = profile.columns
const { street, house_number, unit, city, region, postcode, country } = profile.columns

/**
 * A profile record says what holds now. An order or a parcel keeps what held when it was placed, so it dates moves and
 * changes of name.
 */
export const residence = canonical('residence', {
  description: 'A name and an address under which orders or parcels know a person, as one source has it',
  columns: {
    residence_key: key('Surrogate key of the name and address of the person'),
    record_key: recordKey('Profile record of the person'),
    source: id('Source system'),
    given_name,
    family_name,
    given_name_match,
    family_name_match,
    street,
    house_number,
    unit,
    city,
    region,
    postcode,
    country,
    first_seen_at: instant('When the first of these orders was placed'),
    last_seen_at: instant('When the last of them was placed'),
  },
})
