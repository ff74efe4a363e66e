import { z } from 'zod'
import { instantText } from '../../engine/contract-fields.ts'
import { source } from '../../engine/source.ts'

const property = z.string().nullable().optional()

/** HubSpot CRM, as its objects API (v3) gives records: values of properties are always text. */
export const hubspot = source('hubspot', {
  system: 'HubSpot',
  entities: {
    contacts: {
      description: 'People known to the CRM',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updatedAt',
      pii: { properties: 'contact' },
      fields: {
        id: z.string().regex(/^\d+$/).describe('Record id'),
        createdAt: instantText().describe('When the contact was created'),
        updatedAt: instantText().describe('When the contact last changed'),
        archived: z.boolean().describe('Whether the contact was deleted in HubSpot'),
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
            hs_object_id: property,
            createdate: property,
            lastmodifieddate: property,
          })
          .describe('Properties of the contact, custom ones included'),
      },
    },
  },
})
