import { z } from 'zod'
import { instantText, source } from '#engine'
import { companyExport, contactExport, dealExport } from './csv-export.ts'

const property = z.string().nullable().optional()

/** HubSpot writes every value as text, and a removed value as empty text. */
const typedProperty = <T extends z.ZodType>(type: T) =>
  z.preprocess((written) => (written === '' ? null : written), type.nullable()).optional()
const amount = typedProperty(z.string().regex(/^-?\d{1,12}(\.\d{1,10})?$/, 'not an amount like 1500.00'))
const truth = typedProperty(z.enum(['true', 'false']))
const moment = typedProperty(instantText())

const id = z.string().regex(/^\d+$/, 'not a HubSpot record id, which is a whole number')
const associated = z.looseObject({ results: z.array(z.looseObject({ id })) }).optional()
const associations = z
  .looseObject({ contacts: associated, companies: associated, deals: associated })
  .optional()
  .describe('Associated records of other objects, if they were requested')

/** The fields that all objects of HubSpot's CRM share; only their properties differ. */
const record = {
  id: id.describe('Record id'),
  createdAt: instantText().describe('When the record was created'),
  updatedAt: instantText().describe('When the record last changed'),
  archived: z.boolean().describe('Whether the record was deleted in HubSpot'),
  associations,
}

/** HubSpot CRM: records of its objects API (v3), and its CSV exports. */
export const hubspot = source('hubspot', {
  system: 'HubSpot',
  entities: {
    contacts: {
      description: 'People in the CRM',
      key: ['id'],
      changedAt: 'updatedAt',
      deletedWhen: { field: 'archived', is: true },
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updatedAt',
      pii: { properties: 'contact' },
      csv: contactExport,
      fields: {
        ...record,
        properties: z
          .looseObject({
            email: property,
            firstname: property,
            lastname: property,
            phone: property,
            mobilephone: property,
            address: property,
            city: property,
            zip: property,
            state: property,
            country: property,
            date_of_birth: property,
            lifecyclestage: property,
            hs_lead_status: property,
            hs_analytics_source: property,
            hs_additional_emails: property,
            hs_calculated_merged_vids: property,
            hs_email_optout: property,
            hs_object_id: property,
            hs_merged_object_ids: property,
            createdate: property,
            lastmodifieddate: property,
          })
          .describe('Properties of the contact, custom ones included'),
      },
    },
    companies: {
      description: 'Companies in the CRM',
      key: ['id'],
      changedAt: 'updatedAt',
      deletedWhen: { field: 'archived', is: true },
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updatedAt',
      csv: companyExport,
      fields: {
        ...record,
        properties: z
          .looseObject({
            name: property,
            domain: property,
            industry: property,
            phone: property,
            city: property,
            country: property,
            lifecyclestage: property,
            numberofemployees: typedProperty(z.string().regex(/^\d{1,9}$/, 'not a number of employees')),
            annualrevenue: amount,
            hs_object_id: property,
            hs_merged_object_ids: property,
            createdate: property,
            hs_lastmodifieddate: property,
          })
          .describe('Properties of the company, custom ones included'),
      },
    },
    deals: {
      description: 'Open, won and lost deals',
      key: ['id'],
      changedAt: 'updatedAt',
      deletedWhen: { field: 'archived', is: true },
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updatedAt',
      pii: { properties: 'free text' },
      csv: dealExport,
      fields: {
        ...record,
        properties: z
          .looseObject({
            dealname: property,
            dealstage: z.string().min(1),
            pipeline: property,
            dealtype: property,
            amount,
            deal_currency_code: typedProperty(
              z.string().regex(/^[A-Z]{3}$/, 'not a currency code of three capital letters'),
            ),
            closedate: moment,
            hs_is_closed: truth,
            hs_is_closed_won: truth,
            hs_object_id: property,
            hs_merged_object_ids: property,
            createdate: property,
            hs_lastmodifieddate: property,
          })
          .describe('Properties of the deal, custom ones included'),
      },
    },
  },
})
