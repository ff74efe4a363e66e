/** The purposes whose consent the history of a customer shows, each in a column `<name>_consent`. */
export const purposes = {
  email: 'email_marketing',
  sms: 'sms_marketing',
  analytics: 'analytics',
  profiling: 'profiling',
} as const

/** After so many days without a purchase a customer is lapsing, and after so many has lapsed. */
export const silence = { lapsingDays: 180, lapsedDays: 365 } as const

/**
 * Bands of lifetime value, the lowest first, each with the least value in it, in the reporting currency. Fixed amounts
 * and not shares of all customers, so that what others buy never changes the past of a customer.
 */
export const valueBands = [
  { band: 'low', from: 0 },
  { band: 'medium', from: 100 },
  { band: 'high', from: 500 },
  { band: 'top', from: 2000 },
] as const
