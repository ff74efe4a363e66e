import { z } from 'zod'
import { mostFound } from './search.ts'
import { mostContacts } from './timeline.ts'

/* What can be asked for. In an address, a list is written with commas, or by naming it several times. */

const names = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((one) => one.split(',').filter((name) => name !== '')))
  .pipe(z.array(z.string()).max(200))

const whole = (most: number) => z.coerce.number().int().min(1).max(most)

export const profileRequest = z.strictObject({
  fields: names
    .optional()
    .describe('Sections, such as golden, or fields, such as golden.email; all if left out'),
})

export const timelineRequest = z.strictObject({
  cursor: z.string().optional().describe('`next` of the page before; left out for the newest contacts'),
  types: names.optional().describe('Only contacts of these types'),
  channels: names.optional().describe('Only contacts in these channels'),
  limit: whole(mostContacts).optional().describe(`How many contacts, ${mostContacts} at most`),
})

export const searchRequest = z.strictObject({
  search: z
    .string()
    .describe(
      'A name, maybe with typing mistakes, part of a telephone number, an email address or its beginning, the number of an ' +
        'order, a customer key, or what a source calls the customer',
    ),
  limit: whole(mostFound).optional().describe(`How many customers, ${mostFound} at most`),
})

export const whyRequest = z.strictObject({})
