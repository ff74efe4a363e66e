import { canonical, decimal, flag, id, instant, integer, key, text } from '#engine'

/** A business the company sells to. People are profiles; what is sold to a business is a deal. */
export const company = canonical('company', {
  description: 'A business, as one source has it',
  columns: {
    company_key: key('Surrogate key of the business'),
    source: id('Source system'),
    company_id: id('Identifier of the business in its source'),
    company_name: text('Name of the business').orNull(),
    domain: text('Domain of its website, lower case, without www').orNull(),
    industry: text('Line of business').orNull(),
    employee_count: integer('Number of employees').orNull(),
    annual_revenue: decimal('Revenue of a year, in the currency of the source').orNull(),
    city: text('City of its seat').orNull(),
    country: text('Country of its seat').orNull(),
    lifecycle_stage: text('How far the business has come towards being a customer').orNull(),
    created_at: instant('When the source first knew it').orNull(),
    updated_at: instant('When the source last changed it').orNull(),
    is_deleted: flag('Whether the source deleted it'),
  },
})
