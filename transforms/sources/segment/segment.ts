import { z } from 'zod'
import { instantText, source } from '#engine'

const text = z.string().nullable().optional()
const someId = z.string().max(1024).nullable().optional()
const later = instantText().nullable().optional()

const campaign = z.looseObject({ name: text, source: text, medium: text, term: text, content: text })
const context = z.looseObject({
  campaign: campaign.nullable().optional(),
  device: z.looseObject({ id: text, type: text, model: text, manufacturer: text }).nullable().optional(),
  ip: text,
  locale: text,
  page: z
    .looseObject({ path: text, referrer: text, search: text, title: text, url: text })
    .nullable()
    .optional(),
  timezone: text,
  userAgent: text,
})

/** What every message has; one without a `userId` and an `anonymousId` is kept, and is nobody's. */
const message = {
  messageId: z.string().min(1).max(1024).describe('Id of the message, made by the library that sent it'),
  anonymousId: someId.describe('Id of a browser or app install that has not said who it is'),
  userId: someId.describe("Id of the person in the company's own database"),
  timestamp: instantText().describe('When it happened, corrected for the clock of the device'),
  sentAt: later.describe('When the device sent it, by its own clock'),
  receivedAt: later.describe('When Segment received it'),
  channel: text.describe('server, browser or mobile'),
  context: context.nullable().optional().describe('Page, device, campaign and the like'),
  integrations: z.looseObject({}).nullable().optional().describe('Where Segment passed it on to'),
}
const properties = z.looseObject({}).nullable().optional()
const pii = {
  anonymousId: 'identifier',
  userId: 'identifier',
  context: 'contact',
  properties: 'free text',
} as const
/** Messages never change: one that comes again under its id is the same message, sent again. */
const common = {
  key: ['messageId'],
  unknownFields: 'evolve',
  freshWithinHours: 6,
  eventTime: 'timestamp',
} as const

/** Website and app, as messages of the Segment Spec (track, page, screen, identify, alias). */
export const segment = source('segment', {
  system: 'Segment',
  entities: {
    identify: {
      ...common,
      description: 'What visitors said about themselves, and which of them logged in as whom',
      pii: { anonymousId: 'identifier', userId: 'identifier', context: 'contact', traits: 'contact' },
      fields: {
        ...message,
        type: z.literal('identify').describe('Kind of message'),
        traits: z
          .looseObject({ email: text, name: text, firstName: text, lastName: text, phone: text })
          .nullable()
          .optional()
          .describe('Name, email address and the like'),
      },
    },
    track: {
      ...common,
      description: 'What visitors did on the website and in the app',
      pii,
      fields: {
        ...message,
        type: z.literal('track').describe('Kind of message'),
        event: z.string().min(1).describe('What was done, e.g. Product Added'),
        properties: properties.describe('Details of what was done'),
      },
    },
    page: {
      ...common,
      description: 'Pages of the website that visitors saw',
      pii,
      fields: {
        ...message,
        type: z.literal('page').describe('Kind of message'),
        name: text.describe('Name of the page'),
        category: text.describe('Group of pages it belongs to'),
        properties: properties.describe('Path, title, referrer and more of the page'),
      },
    },
    screen: {
      ...common,
      description: 'Screens of the app that visitors saw',
      pii,
      fields: {
        ...message,
        type: z.literal('screen').describe('Kind of message'),
        name: text.describe('Name of the screen'),
        category: text.describe('Group of screens it belongs to'),
        properties: properties.describe('Details of the screen'),
      },
    },
    alias: {
      ...common,
      description: 'Two ids that are one person',
      pii: {
        anonymousId: 'identifier',
        userId: 'identifier',
        previousId: 'identifier',
        context: 'contact',
      },
      fields: {
        ...message,
        type: z.literal('alias').describe('Kind of message'),
        userId: z.string().min(1).max(1024).describe('Id of the person from now on'),
        previousId: z.string().min(1).max(1024).describe('Id of the person until now, named or anonymous'),
      },
    },
  },
})
