import { canonical, decimal, flag, id, instant, integer, key, text } from '#engine'

/** A business that the company sells to. People are profiles; a sale to a business is a deal. */
export const company = canonical('company', {
  description: 'A business, as one source has it',
  columns: {
    company_key: key('Surrogate key of the business'),
    source: id('Source system'),
    company_id: id('Identifier of the business in its source'),
    company_name: text('Name of the business').orNull(),
    domain: text('Domain of its website, in lower case and without www').orNull(),
    industry: text('Industry').orNull(),
    employee_count: integer('Number of employees').orNull(),
    annual_revenue: decimal('Annual revenue, in the currency of the source').orNull(),
    city: text('City of its head office').orNull(),
    country: text('Country of its head office').orNull(),
    lifecycle_stage: text('Stage of the business on its way to becoming a customer').orNull(),
    created_at: instant('When the source created it').orNull(),
    updated_at: instant('When the source last changed it').orNull(),
    is_deleted: flag('Whether the source deleted it'),
  },
})
