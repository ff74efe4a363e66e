import { instantIn } from '#engine'
import { company } from '#settings'

/*
 * HubSpot's exports have display labels as headers, and times in the account's time zone. Each row becomes a record as
 * the API gives it. Columns that are not named here are kept under their own header.
 */

type Row = Readonly<Record<string, string>>

const shared = {
  'Phone Number': 'phone',
  'Street Address': 'address',
  City: 'city',
  'Postal Code': 'zip',
  'State/Region': 'state',
  'Country/Region': 'country',
  'Lifecycle Stage': 'lifecyclestage',
  'Create Date': 'createdate',
  'Merged object IDs': 'hs_merged_object_ids',
  'Merged Record IDs': 'hs_merged_object_ids',
}

const contactProperties = {
  ...shared,
  Email: 'email',
  'First Name': 'firstname',
  'Last Name': 'lastname',
  'Mobile Phone Number': 'mobilephone',
  'Date of birth': 'date_of_birth',
  'Date of Birth': 'date_of_birth',
  'Job Title': 'jobtitle',
  'Company Name': 'company',
  'Lead Status': 'hs_lead_status',
  'Original Source': 'hs_analytics_source',
  'Original Traffic Source': 'hs_analytics_source',
  'Last Modified Date': 'lastmodifieddate',
  'Merged Contact IDs': 'hs_merged_object_ids',
  'Additional email addresses': 'hs_additional_emails',
  'Unsubscribed from all email': 'hs_email_optout',
}

const companyProperties = {
  ...shared,
  'Company name': 'name',
  'Company Domain Name': 'domain',
  'Website URL': 'website',
  Industry: 'industry',
  'Number of Employees': 'numberofemployees',
  'Annual Revenue': 'annualrevenue',
  'Last Modified Date': 'hs_lastmodifieddate',
  'Merged Company IDs': 'hs_merged_object_ids',
}

const dealProperties = {
  'Deal Name': 'dealname',
  'Deal Stage': 'dealstage',
  'Deal Type': 'dealtype',
  Pipeline: 'pipeline',
  Amount: 'amount',
  Currency: 'deal_currency_code',
  'Close Date': 'closedate',
  'Is Closed Won': 'hs_is_closed_won',
  'Is Deal Closed?': 'hs_is_closed',
  'Create Date': 'createdate',
  'Last Modified Date': 'hs_lastmodifieddate',
  'Merged object IDs': 'hs_merged_object_ids',
  'Merged Record IDs': 'hs_merged_object_ids',
  'Merged Deal IDs': 'hs_merged_object_ids',
}

const times = new Set(['createdate', 'lastmodifieddate', 'hs_lastmodifieddate', 'closedate'])
const associated = new Map([
  ['Associated Contact IDs', 'contacts'],
  ['Associated Company IDs', 'companies'],
  ['Associated Deal IDs', 'deals'],
])

export const contactExport = {
  header: ['Record ID', 'Email', 'Create Date', 'Last Modified Date'],
  record: ([row = {}]: readonly Row[]) => recordOf(row, contactProperties),
}
export const companyExport = {
  header: ['Record ID', 'Company name', 'Create Date', 'Last Modified Date'],
  decimals: ['Annual Revenue'],
  record: ([row = {}]: readonly Row[]) => recordOf(row, companyProperties),
}
export const dealExport = {
  header: ['Record ID', 'Deal Name', 'Deal Stage', 'Create Date', 'Last Modified Date'],
  decimals: ['Amount'],
  record: ([row = {}]: readonly Row[]) => recordOf(row, dealProperties),
}

function recordOf(row: Row, labels: Row): unknown {
  const properties: Record<string, string | null> = {}
  const associations: Record<string, { results: { id: string }[] }> = {}
  for (const [header, cell] of Object.entries(row)) {
    const associates = associated.get(header)
    if (associates) {
      const ids = cell.split(';').map((id) => id.trim())
      associations[associates] = { results: ids.filter((id) => id !== '').map((id) => ({ id })) }
    } else if (header !== 'Record ID') {
      const name = labels[header] ?? header
      properties[name] = cell === '' ? null : times.has(name) ? instantIn(company.timeZone, cell) : cell
    }
  }
  return {
    id: row['Record ID'],
    createdAt: properties.createdate,
    updatedAt: properties.lastmodifieddate ?? properties.hs_lastmodifieddate,
    archived: false,
    properties,
    associations,
  }
}
