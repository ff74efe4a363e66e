import { z } from 'zod'
import { instantText, source } from '#engine'

const text = z.string().nullable().optional()

const metric = z.looseObject({ name: z.string(), value: z.number().nonnegative(), emitDate: text })
const segment = z.looseObject({
  segmentType: z.string(),
  segmentStart: instantText(),
  segmentEnd: instantText().nullable().optional(),
  queueId: text,
  disconnectType: text,
  wrapUpCode: text,
  wrapUpNote: text,
})
const session = z.looseObject({
  sessionId: text,
  mediaType: z.string(),
  direction: text,
  ani: text,
  dnis: text,
  metrics: z.array(metric).nullable().optional(),
  segments: z.array(segment).nullable().optional(),
})
const participant = z.looseObject({
  participantId: text,
  participantName: text,
  purpose: z.string().min(1),
  userId: text,
  sessions: z.array(session),
})

/** Call centre: conversation details of Genesys Cloud's analytics API. */
export const calls = source('calls', {
  system: 'Genesys Cloud',
  entities: {
    conversations: {
      description: 'Calls with everyone who took part: customer, menu, queue and agents',
      key: ['conversationId'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'conversationStart',
      changedAt: 'conversationEnd',
      pii: { participants: 'contact', externalTag: 'identifier' },
      fields: {
        conversationId: z.string().min(1).describe('Conversation id'),
        conversationStart: instantText().describe('When it began'),
        conversationEnd: instantText()
          .nullable()
          .optional()
          .describe('When it ended; missing during the call'),
        originatingDirection: z.enum(['inbound', 'outbound']).describe('Who called whom'),
        externalTag: text.describe('Id in another system'),
        divisionIds: z.array(z.string()).nullable().optional().describe('Divisions of the company'),
        participants: z.array(participant).min(1).describe('Participants, with their sessions'),
      },
    },
  },
})
