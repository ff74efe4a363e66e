import { z } from 'zod'
import { instantText, source } from '#engine'

const text = z.string().nullable().optional()
const nodeId = z.string().min(1)

/** Messenger gives a name and a facebook.com email address, Instagram a user name. */
const account = z.looseObject({ id: nodeId, name: text, username: text, email: text })
const total = z
  .looseObject({ summary: z.looseObject({ total_count: z.int32().nonnegative() }).optional() })
  .nullable()
  .optional()

const common = { key: ['id'], unknownFields: 'evolve', freshWithinHours: 24 } as const

/**
 * Facebook and Instagram: records of the Graph API. Responses omit what the request already specified (the page, the
 * platform, the conversation), so it has to be added to each record.
 */
export const meta = source('meta', {
  system: 'Meta (Facebook and Instagram)',
  entities: {
    mentions: {
      ...common,
      description: 'Public posts in which people mention or tag the company',
      eventTime: 'created_time',
      changedAt: 'updated_time',
      pii: { from: 'name', message: 'free text', permalink_url: 'identifier' },
      fields: {
        id: nodeId.describe('Post id'),
        platform: z.enum(['facebook', 'instagram']).describe('Where it was posted'),
        created_time: instantText().describe('When it was posted'),
        updated_time: instantText().nullable().optional().describe('When it last changed'),
        from: account
          .nullable()
          .optional()
          .describe('Who posted it; missing if privacy settings withhold it'),
        message: text.describe('What was written'),
        permalink_url: text.describe('Address of the post'),
        reactions: total.describe('Likes and other reactions'),
        comments: total.describe('Comments'),
        shares: z.looseObject({ count: z.int32().nonnegative() }).nullable().optional().describe('Shares'),
      },
    },
    messages: {
      ...common,
      description: 'Direct messages between people and the company, on Messenger and Instagram',
      eventTime: 'created_time',
      pii: { from: 'name', to: 'name', message: 'free text', attachments: 'free text' },
      fields: {
        id: nodeId.describe('Message id'),
        platform: z.enum(['messenger', 'instagram']).describe('Where it was written'),
        page_id: nodeId.describe('Page or Instagram account of the company'),
        conversation_id: nodeId.describe('Conversation it belongs to'),
        created_time: instantText().describe('When it was sent'),
        from: account.describe('Who sent it'),
        to: z.looseObject({ data: z.array(account).min(1) }).describe('Who it was sent to'),
        message: text.describe('What was written; empty for a picture'),
        attachments: z.looseObject({}).nullable().optional().describe('Pictures and files'),
      },
    },
  },
})
