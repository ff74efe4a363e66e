import { z } from 'zod'
import { source } from '#engine'

const text = z.string().nullable().optional()
const seconds = z
  .string()
  .regex(/^\d{1,9}$/, 'not a number of seconds')
  .meta({ postgres: 'numeric' })
  .nullable()
  .optional()

const written = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:\+0000|GMT)$/

/** `Tue, 31 Aug 2010 20:36:29 +0000`, always in GMT, as an instant of ISO 8601. */
const time = () =>
  z
    .string()
    .transform((text, context) => {
      const day = written.exec(text)?.[1]
      const instant = new Date(day === undefined ? Number.NaN : text)
      if (instant.getUTCDate() === Number(day)) return instant.toISOString()
      context.addIssue('not a time like Tue, 31 Aug 2010 20:36:29 +0000')
      return z.NEVER
    })
    .meta({ postgres: 'text' })

/** Twilio: calls of its API. A forwarded call has a separate leg for each person it rang. */
export const twilio = source('twilio', {
  system: 'Twilio',
  entities: {
    calls: {
      description: 'Calls to and from numbers of the company, and the legs they were forwarded on',
      key: ['sid'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'start_time',
      changedAt: 'date_updated',
      pii: {
        from: 'contact',
        from_formatted: 'contact',
        to: 'contact',
        to_formatted: 'contact',
        caller_name: 'name',
      },
      fields: {
        sid: z.string().min(1).describe('Call id'),
        parent_call_sid: text.describe('Call of which this is a leg'),
        from: z.string().describe('Number, client or SIP address that called'),
        from_formatted: text.describe('Number that called, formatted for display'),
        to: z.string().describe('Number, client or SIP address that was called'),
        to_formatted: text.describe('Number that was called, formatted for display'),
        direction: z
          .enum(['inbound', 'outbound-api', 'outbound-dial', 'trunking-originating', 'trunking-terminating'])
          .describe('Who called whom'),
        status: z
          .enum([
            'queued',
            'initiated',
            'ringing',
            'in-progress',
            'completed',
            'busy',
            'failed',
            'no-answer',
            'canceled',
          ])
          .describe('Status of the call, or how it ended'),
        date_created: time().nullable().optional().describe('When the record was created'),
        date_updated: time().nullable().optional().describe('When the record last changed'),
        start_time: time().nullable().optional().describe('When it was answered or put into a queue'),
        end_time: time().nullable().optional().describe('When it ended'),
        duration: seconds.describe('Duration in seconds'),
        answered_by: text.describe('human or machine, if detection was requested'),
        caller_name: text.describe('Name that the network gives for the number'),
      },
    },
  },
})
