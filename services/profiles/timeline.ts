import type { Pool } from 'pg'
import { z } from 'zod'
import { ClienteleError } from '#engine'
import { company } from '#settings'
import type { Sight } from './fields.ts'
import type { Timeline } from './profile.ts'
import { customerByKey, timeline, timelineParts } from './queries.ts'

export type TimelineQuery = {
  /** `next` of the page before. */
  readonly cursor?: string | undefined
  readonly types?: readonly string[] | undefined
  readonly channels?: readonly string[] | undefined
  readonly limit?: number | undefined
}

export const mostContacts = 200
const usualContacts = 50

/**
 * A page of the timeline of a customer, newest first; undefined if the reader sees no such customer. A page begins after the
 * last contact of the page before, so that what is published meanwhile neither repeats nor hides one.
 *
 * Errors: `profile-cursor-invalid`.
 */
export async function readTimeline(
  pool: Pool,
  customerKey: string,
  { cursor, types, channels, limit = usualContacts }: TimelineQuery,
  { markets }: Sight,
): Promise<Timeline | undefined> {
  const after = cursor === undefined ? null : placeOf(cursor)
  const [customer] = await customerByKey.read(pool, {
    customer_key: customerKey,
    markets: markets === null ? null : [...markets],
  })
  if (!customer?.is_present || customer.customer_key !== customerKey) return undefined
  const shown = Math.min(Math.max(1, limit), mostContacts)
  const rows = await timeline.read(pool, {
    customer_key: customerKey,
    before_at: after?.at ?? null,
    before_key: after?.key ?? null,
    types: some(types),
    channels: some(channels),
    limit: shown + 1,
  })
  const contacts = rows.slice(0, shown)
  const last = rows.length > shown ? contacts.at(-1) : undefined
  return {
    customer_key: customerKey,
    currency: company.currency,
    contacts,
    next: last ? cursorAt({ at: last.occurred_at, key: last.touchpoint_key }) : null,
    ...(after === null && (await parts(pool, customerKey))),
  }
}

async function parts(pool: Pool, customer_key: string): Promise<Pick<Timeline, 'types' | 'channels'>> {
  const rows = await timelineParts.read(pool, { customer_key })
  const countBy = (nameOf: (row: (typeof rows)[number]) => string | null) => {
    const counts = new Map<string, number>()
    for (const row of rows) {
      const name = nameOf(row)
      if (name !== null) counts.set(name, (counts.get(name) ?? 0) + row.contact_count)
    }
    return [...counts]
      .map(([name, contact_count]) => ({ name, contact_count }))
      .sort((a, b) => b.contact_count - a.contact_count)
  }
  return { types: countBy((row) => row.touchpoint_type), channels: countBy((row) => row.channel) }
}

const place = z.object({ at: z.iso.datetime(), key: z.string().regex(/^-?\d{1,19}$/) })
type Place = z.infer<typeof place>

function cursorAt(last: Place): string {
  return Buffer.from(JSON.stringify(last)).toString('base64url')
}

function placeOf(cursor: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new ClienteleError(
      'profile-cursor-invalid',
      'The cursor is not one of a page of a timeline. Use `next` of the page before as it is, or leave the cursor out to begin with the newest contact.',
    )
  }
}

function some(names: readonly string[] | undefined): string[] | null {
  return names === undefined || names.length === 0 ? null : [...names]
}
