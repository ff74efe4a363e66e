import { z } from 'zod'
import { idText, instantText, source } from '#engine'
import { profileExport } from './csv-export.ts'

const text = z.string().nullable().optional()
const moment = instantText().nullable().optional()
const id = idText().min(1)

const subscription = z
  .looseObject({
    marketing: z
      .looseObject({
        consent: z.string(),
        consent_timestamp: moment,
        last_updated: moment,
        method: text,
        method_detail: text,
        suppression: z
          .array(z.looseObject({ reason: text, timestamp: moment }))
          .nullable()
          .optional(),
      })
      .nullable()
      .optional(),
  })
  .nullable()
  .optional()

/** Klaviyo's API refers to another record by its type and id. */
const reference = (type: string) => z.looseObject({ type: z.literal(type), id })
const links = z.looseObject({}).nullable().optional().describe('URLs of the record in the API')

/**
 * Klaviyo: records of its API (JSON:API). An event refers to its metric by id, and the metric names the kind of event,
 * so events cannot be interpreted before metrics are loaded.
 */
export const klaviyo = source('klaviyo', {
  system: 'Klaviyo',
  entities: {
    profiles: {
      description: 'People to whom messages can be sent',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      pii: { attributes: 'contact' },
      csv: profileExport,
      fields: {
        type: z.literal('profile').describe('profile'),
        id: id.describe('Profile id'),
        attributes: z
          .looseObject({
            email: text,
            phone_number: text,
            external_id: text,
            first_name: text,
            last_name: text,
            organization: text,
            created: instantText(),
            updated: moment,
            last_event_date: moment,
            location: z
              .looseObject({
                address1: text,
                address2: text,
                city: text,
                region: text,
                zip: text,
                country: text,
              })
              .nullable()
              .optional(),
            properties: z.looseObject({}).nullable().optional(),
            subscriptions: z
              .looseObject({
                email: subscription,
                sms: subscription,
                mobile_push: subscription,
                whatsapp: subscription,
              })
              .nullable()
              .optional(),
          })
          .describe('Details and subscriptions of the person'),
        links,
      },
    },
    campaigns: {
      description: 'Messages sent once to many people',
      key: ['id'],
      changedAt: 'attributes.updated_at',
      unknownFields: 'evolve',
      freshWithinHours: 24,
      fields: {
        type: z.literal('campaign').describe('campaign'),
        id: id.describe('Campaign id'),
        attributes: z
          .looseObject({
            name: z.string(),
            status: z.string(),
            archived: z.boolean(),
            audiences: z.looseObject({}).nullable().optional(),
            created_at: instantText(),
            updated_at: moment,
            scheduled_at: moment,
            send_time: moment,
          })
          .describe('Name, status and audience'),
        relationships: z
          .looseObject({
            'campaign-messages': z.looseObject({ data: z.array(reference('campaign-message')) }).optional(),
          })
          .optional()
          .describe('Messages of the campaign: one, or one per variation'),
        links,
      },
    },
    metrics: {
      description: 'Kinds of events',
      key: ['id'],
      unknownFields: 'evolve',
      fields: {
        type: z.literal('metric').describe('metric'),
        id: id.describe('Metric id'),
        attributes: z
          .looseObject({ name: z.string().min(1), created: moment, updated: moment })
          .describe('Name of the kind of events'),
        links,
      },
    },
    events: {
      description:
        'Messages sent to people and their reactions: received, opened, clicked, bounced, unsubscribed …',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      pii: { attributes: 'free text', relationships: 'identifier' },
      fields: {
        type: z.literal('event').describe('event'),
        id: id.describe('Event id'),
        attributes: z
          .looseObject({
            datetime: instantText(),
            event_properties: z
              .looseObject({
                $message: idText().nullable().optional(),
                $flow: text,
                'Campaign Name': text,
                Subject: text,
                URL: text,
                'Bounce Type': text,
                machine_open: z.boolean().nullable().optional(),
              })
              .nullable()
              .optional(),
          })
          .describe('When it happened, and its details'),
        relationships: z
          .looseObject({
            metric: z.looseObject({ data: reference('metric') }),
            profile: z.looseObject({ data: reference('profile').nullable().optional() }).optional(),
          })
          .describe('Kind of event and the person it concerns'),
        links,
      },
    },
  },
})
