import type { Pool } from 'pg'
import { ClienteleError, longestLookedUp, type PersonalData, type Row } from '#engine'
import { company } from '#settings'
import { normaliseEmail } from '../../normalise/email.ts'
import { junkRules } from '../../normalise/junk.ts'
import { normalisePhone } from '../../normalise/phone.ts'
import { bdg_customer_identifier } from '../../transforms/warehouse/bdg_customer_identifier.ts'
import type { Sight } from './fields.ts'
import { customerByKey, customersByIdentifier, customersByOrder } from './queries.ts'

/** A customer who has an identifier that others have, too. */
export type Choice = {
  readonly customer_key: string
  /** Missing if the reader may see no names. */
  readonly full_name?: string | null
  readonly market: string
  readonly last_seen_at: string | null
}

export type Found =
  | { readonly outcome: 'found'; readonly customerKey: string; readonly runId: string | null }
  /** The key that was asked for is another one now. */
  | { readonly outcome: 'moved'; readonly customerKey: string }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'ambiguous'; readonly total: number; readonly choices: readonly Choice[] }

/** What a customer is asked for by, as the warehouse writes it. */
export type Identifier =
  | { readonly by: 'key'; readonly customerKey: string }
  | { readonly by: 'order'; readonly orderIds: string[] }
  | { readonly by: 'identifier'; readonly type: string; readonly value: string }

const junk = junkRules(company.junk)

/**
 * Reads `kind:value`: email, phone, customer, order, or the source and its kind of record, such as `shopify.customer`.
 *
 * Errors: `profile-identifier-invalid`.
 */
export function parseIdentifier(written: string): Identifier {
  const [, kind = '', value = ''] = /^([^:]+):(.*)$/s.exec(written.trim()) ?? []
  const given = value.trim()
  if (kind === '' || given === '' || given.includes('\0')) {
    throw invalid(written, 'Write it as kind:value')
  }
  if (Buffer.byteLength(given) > longestLookedUp) {
    throw invalid(written, `Only values of at most ${longestLookedUp} bytes are looked up`)
  }
  if (kind === 'customer') {
    if (!isBigint(given)) throw invalid(written, 'A customer key is a whole number')
    return { by: 'key', customerKey: BigInt(given).toString() }
  }
  if (kind === 'order') return { by: 'order', orderIds: [...new Set([given, given.replace(/^#/, '')])] }
  if (kind === 'email') {
    const { email } = normaliseEmail(given, junk)
    if (email === null) throw invalid(written, 'That is no email address of one customer')
    return { by: 'identifier', type: 'email', value: email }
  }
  if (kind === 'phone') {
    const { phone } = normalisePhone(given, company.phoneRegion, junk)
    if (phone === null) throw invalid(written, 'That is no telephone number of one customer')
    return { by: 'identifier', type: 'phone', value: phone }
  }
  const [, source = '', record = ''] = /^([\w-]+)\.(.+)$/.exec(kind) ?? []
  if (source === '') throw invalid(written, `"${kind}" is no kind of identifier`)
  return { by: 'identifier', type: `${source} ${record}`, value: given }
}

/** The kind of personal data that an identifier is; null for keys and for numbers of orders. */
export function kindOfIdentifier({ by }: Identifier): PersonalData | null {
  return by === 'identifier' ? bdg_customer_identifier.columns.identifier.personalData : null
}

/**
 * The customer that an identifier means, as far as the reader may know. Who may not see a kind of personal data may not look
 * people up by it either, whether there are such people or not.
 *
 * Errors: `profile-lookup-forbidden`.
 */
export async function findCustomer(pool: Pool, identifier: Identifier, sight: Sight): Promise<Found> {
  const kind = kindOfIdentifier(identifier)
  if (kind !== null && !sight.kinds.has(kind)) {
    throw new ClienteleError(
      'profile-lookup-forbidden',
      `You may not look customers up by personal data of the kind "${kind}". Ask by customer: and a customer key, or by order: and the number of an order.`,
      { kind },
    )
  }
  const markets = sight.markets === null ? null : [...sight.markets]
  if (identifier.by === 'key') return byKey(pool, identifier.customerKey, markets)
  const rows =
    identifier.by === 'order'
      ? await customersByOrder.read(pool, { order_ids: identifier.orderIds, markets })
      : await customersByIdentifier.read(pool, {
          identifier_type: identifier.type,
          identifier: identifier.value,
          markets,
        })
  const [first, second] = rows
  if (!first) return { outcome: 'unknown' }
  if (!second) return { outcome: 'found', customerKey: first.customer_key, runId: first.run_id }
  return {
    outcome: 'ambiguous',
    total: Number(first.total),
    choices: rows.map((row) => choiceOf(row, sight)),
  }
}

/**
 * The present key of what was found.
 *
 * Errors: `profile-not-found`, `profile-gone`, `profile-ambiguous`.
 */
export function keyFound(found: Found): string {
  if (found.outcome === 'found' || found.outcome === 'moved') return found.customerKey
  throw whyNone(found)
}

/** Why there is not one customer. */
export function whyNone(found: Exclude<Found, { customerKey: string }>): ClienteleError {
  if (found.outcome === 'ambiguous') {
    return new ClienteleError(
      'profile-ambiguous',
      `${found.total} customers have it, so it does not say which one is meant. Ask by customer: and the key of one of them.`,
      { total: found.total, customer_keys: found.choices.map((one) => one.customer_key) },
    )
  }
  if (found.outcome === 'gone') {
    return new ClienteleError(
      'profile-gone',
      'The customer key was in use, and no record has it or its successor any more: the sources have deleted them all. `clientele identity history` shows what became of it.',
    )
  }
  return new ClienteleError(
    'profile-not-found',
    'There is no such customer among those that you may see. Correct what you ask for, or search for the customer.',
  )
}

async function byKey(pool: Pool, customerKey: string, markets: string[] | null): Promise<Found> {
  const [row] = await customerByKey.read(pool, { customer_key: customerKey, markets })
  if (!row) return { outcome: 'unknown' }
  if (row.is_present) {
    return row.customer_key === customerKey
      ? { outcome: 'found', customerKey, runId: row.run_id }
      : { outcome: 'moved', customerKey: row.customer_key }
  }
  // a reader of some markets must not learn that a customer of another one is gone
  return { outcome: row.was_known && markets === null ? 'gone' : 'unknown' }
}

function choiceOf(row: Row<typeof customersByOrder.columns>, { kinds }: Sight): Choice {
  const { customer_key, full_name, market, last_seen_at } = row
  return {
    customer_key,
    ...(kinds.has('name') && { full_name }),
    market,
    last_seen_at: last_seen_at?.toISOString() ?? null,
  }
}

export function isBigint(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}

/** The value is not repeated: it may be personal data, and errors are logged. */
function invalid(written: string, why: string): ClienteleError {
  const kind = /^[\w.-]{1,60}(?=:)/.exec(written)?.[0] ?? null
  return new ClienteleError(
    'profile-identifier-invalid',
    `${why}. Ask by email:, phone:, customer: or order: and the value, or by a source and its kind of record, such as shopify.customer:, and what it calls the customer.`,
    { kind },
  )
}
