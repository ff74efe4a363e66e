/** All `_amount` columns are in this currency (ISO 4217). */
export const reportingCurrency = 'GBP'

/** Days and months are counted in this time zone; instants are stored in UTC. */
export const reportingTimeZone = 'Europe/London'
