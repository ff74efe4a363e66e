import { cell } from '#engine'

/* The export of the customer directory, without the dashboard's own totals of visits and spending. */

type Row = Readonly<Record<string, string>>

export const customerExport = {
  header: ['Square Customer ID', 'First Name', 'Email Address'],
  record: ([row = {}]: readonly Row[]) => ({
    id: cell(row['Square Customer ID']),
    given_name: cell(row['First Name']),
    family_name: cell(row['Last Name'] ?? row.Surname),
    nickname: cell(row.Nickname),
    company_name: cell(row['Company Name']),
    email_address: cell(row['Email Address']),
    // the export puts a quote before the plus, because a spreadsheet would read it as a formula
    phone_number: cell(row['Phone Number'])?.replace(/^'/, '') ?? null,
    birthday: cell(row.Birthday),
    address: {
      address_line_1: cell(row['Street Address 1']),
      address_line_2: cell(row['Street Address 2']),
      locality: cell(row.City),
      administrative_district_level_1: cell(row.State),
      postal_code: cell(row['Postal Code'] ?? row.Postcode),
    },
    note: cell(row.Memo),
    reference_id: cell(row['Reference ID']),
    creation_source: cell(row['Creation Source']),
    preferences: { email_subscription: cell(row['Email Subscription Status']) },
  }),
}
