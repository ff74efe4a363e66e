import fc from 'fast-check'
import type { Pool } from 'pg'
import type { Transform } from '#engine'
import { build } from '../../engine/build/build.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { profile } from '../../transforms/canonical/profile.ts'
import { touchpoint } from '../../transforms/canonical/touchpoint.ts'
import { identity_review } from '../../transforms/identity/identity_review.ts'
import { map_identity } from '../../transforms/identity/map_identity.ts'
import { contact_fault } from '../../transforms/identity/survivorship/contact_fault.ts'
import { profile_attribute } from '../../transforms/identity/survivorship/profile_attribute.ts'
import { survivorship_rule } from '../../transforms/identity/survivorship/survivorship_rule.ts'
import { survivorship_trust } from '../../transforms/identity/survivorship/survivorship_trust.ts'
import { bdg_customer_attribute } from '../../transforms/warehouse/bdg_customer_attribute.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { staged } from '../engine/build/made-up.ts'

/** A profile record, and the person it is taken to be of: who that is, is not asked here. */
export interface GoldenRecord {
  readonly record_key: number
  readonly person: number
  readonly source: string
  readonly record_kind: string
  readonly given_name: string | null
  readonly family_name: string | null
  readonly email: string | null
  readonly email_kind: string
  readonly phone: string | null
  readonly street: string | null
  readonly house_number: string | null
  readonly city: string | null
  readonly postcode: string | null
  readonly birth_date: string | null
  readonly birth_date_quality: string
  readonly country: string | null
  readonly is_deleted: boolean
  readonly updated_at: string | null
}

export interface Sent {
  readonly record_key: number
  readonly touchpoint_type: 'delivered' | 'bounced' | 'complained'
  readonly detail: string | null
  readonly day: number
}

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)

/** Few values, so that sources agree, disagree and tie. */
const drawn = fc.record({
  person: fc.integer({ min: 1, max: 15 }),
  kind: oneOf('shopify customer', 'shopify guest', 'hubspot contact', 'square customer', 'calls caller'),
  given_name: oneOf('Ann', 'A', 'Anna', null),
  family_name: oneOf('Ward', 'Wood', null),
  mailbox: oneOf('ann@x.uk personal', 'ward@x.uk personal', 'info@x.uk role', 'a@b.uk disposable', null),
  phone: oneOf('+447700900001', '+447700900002', null),
  street: oneOf('High Street', 'Low Road', null),
  house_number: oneOf('1', '2', null),
  city: oneOf('York', null),
  postcode: oneOf('YO1 1AA', 'YO1 1AB', null),
  birth: oneOf('1980-04-03 given', '1980-03-04 given', '1980-01-01 suspect', null),
  country: oneOf('United Kingdom', 'France', null),
  is_deleted: oneOf(false, false, true),
  day: oneOf(1, 2, 3, 28, null),
})

/** Keys are hashes: their order is not that of the records. */
const keyAt = (index: number) => ((index + 1) * 7919) % 100_003

/** Many at once, so that people have several records. */
export const goldenRecords: fc.Arbitrary<GoldenRecord[]> = fc
  .noBias(fc.array(drawn, { minLength: 1, maxLength: 150, size: 'max' }))
  .map((records) =>
    records.map(({ kind, mailbox, birth, day, ...record }, index) => {
      const [source = '', record_kind = ''] = kind.split(' ')
      const [email = null, email_kind = 'missing'] = mailbox?.split(' ') ?? []
      const [birth_date = null, birth_date_quality = 'missing'] = birth?.split(' ') ?? []
      const said = { email, email_kind, birth_date, birth_date_quality }
      return {
        ...record,
        ...said,
        ...{ record_key: keyAt(index), source, record_kind },
        updated_at: day === null ? null : instant(day),
      }
    }),
  )

export const sendings = fc.array(
  fc.record<Sent>({
    record_key: fc.nat(149).map(keyAt),
    touchpoint_type: fc.constantFrom('delivered', 'bounced'),
    detail: fc.constantFrom('hard', 'soft', null),
    day: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 6 },
)

/** A record that says nothing but what is given. */
export function saying(said: Partial<GoldenRecord> & { readonly record_key: number }): GoldenRecord {
  const nothing = {
    given_name: null,
    family_name: null,
    email: null,
    phone: null,
    birth_date: null,
    country: null,
  }
  const nowhere = { street: null, house_number: null, city: null, postcode: null }
  const kinds = {
    email_kind: said.email ? 'personal' : 'missing',
    birth_date_quality: said.birth_date ? 'given' : 'missing',
  }
  const of = {
    person: 1,
    source: 'hubspot',
    record_kind: 'contact',
    is_deleted: false,
    updated_at: instant(1),
  }
  return { ...nothing, ...nowhere, ...kinds, ...of, ...said }
}

export const instant = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString()

function profileRow(record: GoldenRecord) {
  const { person, given_name, family_name, email, phone, updated_at } = record
  const full_name = [given_name, family_name].filter((part) => part !== null).join(' ') || null
  return {
    ...record,
    party_type: full_name === null ? 'unknown' : 'person',
    full_name,
    given_name_match: given_name?.toLowerCase() ?? null,
    family_name_match: family_name?.toLowerCase() ?? null,
    record_id: String(person),
    email_match: email?.replace(/\+[^@]*/, '') ?? null,
    phone_kind: phone === null ? 'missing' : 'mobile',
    created_at: updated_at,
  }
}

/** Builds the golden records of these people; `more` are transforms that read them. */
export async function buildGolden(
  pool: Pool,
  records: readonly GoldenRecord[],
  sent: readonly Sent[] = [],
  more: readonly Transform[] = [],
): Promise<void> {
  const touchpoints = sent.map((one, index) => ({
    ...one,
    touchpoint_key: index,
    source: 'klaviyo',
    touchpoint_id: String(index),
    channel: 'email',
    is_automatic: false,
    occurred_at: instant(one.day),
  }))
  const graph = new Graph([
    identity_review,
    staged('stg_people', profile, records.map(profileRow)),
    staged('stg_sent', touchpoint, touchpoints),
    ...[map_identity, contact_fault, survivorship_rule, survivorship_trust, profile_attribute],
    ...[bdg_customer_attribute, dim_customer, ...more],
  ])
  await build(pool, { entities: new Map(), graph }, { jobs: 1 })
}
