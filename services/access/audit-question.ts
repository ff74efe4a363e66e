import { z } from 'zod'
import { ClienteleError } from '#engine'
import { type AuditQuestion, actions } from './audit.ts'

/** An empty field of a form asks for nothing. */
const given = <T extends z.ZodType>(schema: T) => z.preprocess((text) => text || undefined, schema.optional())
const day = given(
  z.iso
    .date({ error: 'must be a day such as 2026-01-31' })
    .transform((text) => new Date(`${text}T00:00:00Z`)),
)
const number = given(z.string().regex(/^-?\d{1,18}$/, { error: 'must be a whole number' }))

const question = z.object({
  reader: given(z.string().max(100)),
  customer: number,
  action: given(z.enum(actions, { error: `must be one of ${actions.join(', ')}` })),
  /** The first day and the last, both in UTC. */
  from: day,
  to: day,
  before: number,
})

/** What is asked of the log, in words of a form or of a command line. Errors: `audit-question`. */
export function auditQuestion(words: unknown, limit: number): AuditQuestion {
  const { success, data, error } = question.safeParse(words)
  if (!success) {
    const [issue] = error.issues
    const name = String(issue?.path[0] ?? 'question')
    throw new ClienteleError('audit-question', `"${name}" ${issue?.message}. Correct it, or leave it out.`, {
      name,
    })
  }
  const { customer, to, ...rest } = data
  return {
    ...rest,
    customerKey: customer,
    to: to && new Date(to.getTime() + 24 * 60 * 60 * 1000),
    limit,
  }
}
