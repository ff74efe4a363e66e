import { z } from 'zod'
import { instantText, source } from '#engine'
import { ticketExport } from './csv-export.ts'

const text = z.string().nullable().optional()
const recordId = z.int().positive()
const otherId = recordId.nullable().optional()
const via = z.looseObject({ channel: z.union([z.string(), z.int()]).nullable().optional() })

/** Calendar minutes and minutes within business hours; missing until the event. */
const minutes = z
  .looseObject({ calendar: z.int32().nullable().optional(), business: z.int32().nullable().optional() })
  .nullable()
  .optional()

const comment = z.looseObject({
  id: recordId,
  author_id: z.int(),
  body: z.string().nullable(),
  plain_body: text,
  public: z.boolean(),
  created_at: instantText(),
  via: via.nullable().optional(),
})

/** Comments are identified by their ids. */
const comments = z
  .array(comment)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two comments have the same id')

const common = {
  key: ['id'],
  unknownFields: 'evolve',
  freshWithinHours: 24,
  changedAt: 'updated_at',
} as const

/**
 * Zendesk Support: records of its API and its JSON export, with comments in the tickets, and its CSV export of tickets,
 * which has no comments.
 */
export const zendesk = source('zendesk', {
  system: 'Zendesk',
  entities: {
    users: {
      ...common,
      description: 'People who ask for help, and the agents who help them',
      eventTime: 'updated_at',
      deletedWhen: { field: 'active', is: false },
      pii: {
        name: 'name',
        alias: 'name',
        email: 'contact',
        phone: 'contact',
        external_id: 'identifier',
        details: 'free text',
        notes: 'free text',
        user_fields: 'free text',
      },
      fields: {
        id: recordId.describe('User id'),
        name: z.string().describe('Full name'),
        email: z.string().nullable().describe('Primary email address'),
        phone: text.describe('Primary phone number'),
        shared_phone_number: z
          .boolean()
          .nullable()
          .optional()
          .describe('Whether others share the phone number'),
        external_id: text.describe("Id of the person in the company's own database"),
        role: z.enum(['end-user', 'agent', 'admin']).describe('Customer, agent or administrator'),
        active: z.boolean().describe('False after the user was deleted'),
        verified: z.boolean().nullable().optional().describe('Whether an identity was verified'),
        suspended: z.boolean().nullable().optional().describe('Whether the user may write'),
        alias: text.describe('Name shown to customers'),
        details: text.describe('Details about the user'),
        notes: text.describe('Notes about the user'),
        organization_id: otherId.describe('Company of the user'),
        tags: z.array(z.string()).nullable().optional().describe('Tags'),
        locale: text.describe('Language'),
        time_zone: text.describe('Time zone'),
        user_fields: z.looseObject({}).nullable().optional().describe('Custom fields'),
        created_at: instantText().describe('When the user was created'),
        updated_at: instantText().describe('When the user last changed'),
        last_login_at: instantText().nullable().optional().describe('When the user last logged in'),
      },
    },
    tickets: {
      ...common,
      description: 'Requests for help, with their comments',
      eventTime: 'created_at',
      deletedWhen: { field: 'status', is: { value: 'deleted' } },
      csv: ticketExport,
      pii: {
        requester: 'contact',
        via: 'contact',
        subject: 'free text',
        raw_subject: 'free text',
        description: 'free text',
        comments: 'free text',
        custom_fields: 'free text',
        external_id: 'identifier',
        satisfaction_rating: 'free text',
      },
      fields: {
        id: recordId.describe('Ticket number'),
        external_id: text.describe('Id in another system of the company'),
        via: via.describe('How the request came in'),
        type: z.enum(['problem', 'incident', 'question', 'task']).nullable().optional().describe('Kind'),
        subject: text.describe('Subject'),
        raw_subject: text.describe('Subject before placeholders were filled'),
        description: text.describe('First comment'),
        priority: z.enum(['low', 'normal', 'high', 'urgent']).nullable().optional().describe('Urgency'),
        status: z
          .enum(['new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted'])
          .describe('Status of the ticket'),
        requester_id: recordId.describe('User who asked'),
        requester: z
          .looseObject({ name: text, email: text })
          .nullable()
          .optional()
          .describe('Name and email address of the user who asked; only in exports'),
        submitter_id: z.int().nullable().optional().describe('User who wrote the ticket'),
        assignee_id: otherId.describe('Assigned agent'),
        organization_id: otherId.describe('Company of the requester'),
        group_id: otherId.describe('Assigned group of agents'),
        brand_id: otherId.describe('Brand it was sent to'),
        tags: z.array(z.string()).nullable().optional().describe('Tags'),
        custom_fields: z
          .array(z.looseObject({ id: z.int() }))
          .nullable()
          .optional()
          .describe('Custom fields'),
        satisfaction_rating: z
          .looseObject({ score: text, comment: text })
          .nullable()
          .optional()
          .describe('What the requester thought of it'),
        comments: comments.nullable().optional().describe('Comments, including the first one'),
        metric_set: z
          .looseObject({
            reopens: z.int32().nullable().optional(),
            replies: z.int().nullable().optional(),
            reply_time_in_minutes: minutes,
            full_resolution_time_in_minutes: minutes,
            solved_at: instantText().nullable().optional(),
          })
          .nullable()
          .optional()
          .describe('Times and counts, if they were requested'),
        created_at: instantText().describe('When it was opened'),
        updated_at: instantText().describe('When it last changed'),
      },
    },
    satisfaction_ratings: {
      ...common,
      description: 'What people thought of the help they received',
      eventTime: 'updated_at',
      pii: { comment: 'free text' },
      fields: {
        id: recordId.describe('Rating id'),
        ticket_id: recordId.describe('Ticket it is about'),
        requester_id: recordId.describe('User who was asked'),
        assignee_id: otherId.describe('Agent who had the ticket'),
        group_id: otherId.describe('Group of agents that had the ticket'),
        score: z
          .enum([
            'offered',
            'unoffered',
            'good',
            'bad',
            'good_with_comment',
            'good_without_comment',
            'bad_with_comment',
            'bad_without_comment',
          ])
          .describe('The rating; `offered` if there is none yet'),
        comment: text.describe('What was written'),
        reason: text.describe('Reason chosen for a bad score'),
        created_at: instantText().describe('When the rating was asked for'),
        updated_at: instantText().describe('When it last changed'),
      },
    },
  },
})
