import { type CsvRow, instantIn } from '#engine'
import { company } from '#settings'

/*
 * Klaviyo exports lists and segments with labels as headers. Each row becomes a profile as the API gives it. Columns
 * that are not named here are custom properties.
 */

const attributes = new Map([
  ['Email', 'email'],
  ['Phone Number', 'phone_number'],
  ['First Name', 'first_name'],
  ['Last Name', 'last_name'],
  ['Organization', 'organization'],
  ['Title', 'title'],
])
const places = new Map([
  ['Address', 'address1'],
  ['Address 2', 'address2'],
  ['City', 'city'],
  ['State / Region', 'region'],
  ['Country', 'country'],
  ['Zip Code', 'zip'],
  ['Latitude', 'latitude'],
  ['Longitude', 'longitude'],
  ['IP Address', 'ip'],
])
const elsewhere = new Set([
  'Klaviyo ID',
  'Profile Created On',
  'Last Active',
  'Email Marketing Consent',
  'Email Marketing Consent Timestamp',
  'SMS Marketing Consent',
  'SMS Marketing Consent Timestamp',
  'Email Suppressions',
  'SMS Suppressions',
])

export const profileExport = {
  header: ['Email', 'Klaviyo ID', 'Profile Created On'],
  record: ([row = {}]: readonly CsvRow[]) => ({
    type: 'profile',
    id: row['Klaviyo ID'],
    attributes: {
      ...renamed(row, attributes),
      created: moment(row['Profile Created On']),
      last_event_date: moment(row['Last Active']),
      location: renamed(row, places),
      properties: Object.fromEntries(Object.entries(row).filter(([header]) => isProperty(header))),
      subscriptions: { email: subscription(row, 'Email'), sms: subscription(row, 'SMS') },
    },
  }),
}

function renamed(row: CsvRow, names: ReadonlyMap<string, string>) {
  return Object.fromEntries([...names].map(([header, name]) => [name, row[header] || null]))
}

function isProperty(header: string): boolean {
  return !attributes.has(header) && !places.has(header) && !elsewhere.has(header)
}

function moment(cell: string | undefined): string | null {
  return cell ? instantIn(company.timeZone, cell) : null
}

/** Suppressions are reasons for which the channel must not be used, whatever was agreed to before. */
function subscription(row: CsvRow, channel: 'Email' | 'SMS') {
  const consent = row[`${channel} Marketing Consent`]
  const reasons = (row[`${channel} Suppressions`] ?? '').split(/[,;|]/).map((reason) => reason.trim())
  const suppression = reasons.filter((reason) => reason !== '').map((reason) => ({ reason }))
  if (!consent && suppression.length === 0) return null
  return {
    marketing: {
      consent: consent || 'NEVER_SUBSCRIBED',
      consent_timestamp: moment(row[`${channel} Marketing Consent Timestamp`]),
      suppression,
    },
  }
}
