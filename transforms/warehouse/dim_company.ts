import { decimal, every, flag, id, instant, integer, key, sql, text, transform } from '#engine'
import { company } from '../canonical/company.ts'
import { company_contact } from '../canonical/company_contact.ts'
import { deal } from '../canonical/deal.ts'

/**
 * A business that was merged into another one has no row; what named it belongs to the other. One that deals and people
 * name before its own record is loaded has a row without a name until then (type 1: values are the newest).
 */
export const dim_company = transform('warehouse.dim_company', {
  description:
    'Businesses that the company sells to, one row for each of them in each source; the unknown member -1, and the ' +
    'member -2 for facts about people on their own account. Which customers belong to one is in bdg_customer_company.',
  grain: ['company_key'],
  columns: {
    company_key: key('The business; -1 is the unknown member, -2 stands for no business'),
    source: id('Source system'),
    company_id: id('Identifier of the business in that source').orNull(),
    company_name: text('Name of the business'),
    domain: text('Domain of its website, in lower case and without www').orNull(),
    industry: text('Industry, in the words of the source'),
    employee_count: integer(
      'Number of employees. Semi-additive: add it over businesses, not over facts',
    ).orNull(),
    annual_revenue: decimal(
      'Annual revenue in the currency of the source. Semi-additive: add it over businesses, not over facts',
    ).orNull(),
    city: text('City of its head office').orNull(),
    country: text('Country of its head office'),
    lifecycle_stage: text('Stage on its way to becoming a customer, in the words of the source').orNull(),
    created_at: instant('When the source created it').orNull(),
    is_inferred: flag('Whether only other records name it, because its own record is not loaded'),
    is_deleted: flag('Whether the source deleted it'),
  },
  unknownMember: {
    company_key: -1,
    source: 'unknown',
    company_name: 'Unknown',
    industry: 'Unknown',
    country: 'Unknown',
    is_inferred: false,
    is_deleted: false,
  },
  notApplicableMember: {
    company_key: -2,
    source: 'not applicable',
    company_name: 'Not applicable',
    industry: 'Not applicable',
    country: 'Not applicable',
    is_inferred: false,
    is_deleted: false,
  },
  query: sql`
    with mentioned as (
      select source, company_key from ${every(deal)} dealt
      union
      select source, company_key from ${every(company_contact)} contact
    )
    select
      company_key,
      coalesce(company.source, mentioned.source) as source,
      company.company_id,
      coalesce(company.company_name, company.domain, 'Unknown') as company_name,
      company.domain,
      coalesce(company.industry, 'Unknown') as industry,
      company.employee_count,
      company.annual_revenue,
      company.city,
      coalesce(company.country, 'Unknown') as country,
      company.lifecycle_stage,
      company.created_at,
      company.source is null as is_inferred,
      coalesce(company.is_deleted, false) as is_deleted
    from ${every(company)} company
    full join mentioned using (company_key)
    where company_key is not null`,
})
