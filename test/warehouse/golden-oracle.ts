import type { Pool } from 'pg'
import {
  type Attribute,
  attributes,
  type Survivorship,
} from '../../transforms/identity/survivorship/attributes.ts'
import { rowsOf } from '../sources/staged.ts'
import type { GoldenRecord, Sent } from './golden-records.ts'

/** Whose attribute is taken from which record, as the warehouse has it. */
export async function choices(pool: Pool): Promise<string[]> {
  const rows = await rowsOf<{ choice: string }>(
    pool,
    `select concat_ws(' ', customer_key, attribute, record_key) as choice from pii.bdg_customer_attribute
     where is_chosen order by customer_key, attribute`,
  )
  return rows.map(({ choice }) => choice)
}

/** The same, reckoned one person and attribute after the other. */
export function expectedChoices(
  records: readonly GoldenRecord[],
  sent: readonly Sent[],
  rules: Survivorship,
): string[] {
  const bounced = bouncedOf(records, sent)
  const people = [...new Set(records.map(({ person }) => person))].sort((a, b) => a - b)
  return people.flatMap((person) => {
    const theirs = records.filter((record) => record.person === person)
    return [...attributes].sort().flatMap((attribute) => {
      const record = chosenRecord(theirs, attribute, rules, bounced)
      return record === null ? [] : [`${person} ${attribute} ${record}`]
    })
  })
}

/** Addresses whose last message came back. */
function bouncedOf(records: readonly GoldenRecord[], sent: readonly Sent[]): Set<string> {
  const mailboxes = new Set(records.flatMap(({ email }) => email ?? []))
  const last = (email: string, wanted: (one: Sent) => boolean) =>
    Math.max(
      0,
      ...sent
        .filter((one) => records.find((record) => record.record_key === one.record_key)?.email === email)
        .filter(wanted)
        .map(({ day }) => day),
    )
  return new Set(
    [...mailboxes].filter((email) => {
      const back = last(email, (one) => one.touchpoint_type === 'bounced' && one.detail !== 'soft')
      return back > 0 && back >= last(email, (one) => one.touchpoint_type === 'delivered')
    }),
  )
}

/** What a record says of an attribute, and what speaks against it, told as plainly as can be. */
function told(record: GoldenRecord, attribute: Attribute, bounced: ReadonlySet<string>) {
  const { given_name, family_name, street, house_number, city, postcode, country, email_kind } = record
  const parts: Record<Attribute, (string | null)[]> = {
    name: [given_name, family_name],
    email: [record.email],
    phone: [record.phone],
    address: [street, house_number, city, postcode],
    birth_date: [record.birth_date],
    country: [country],
  }
  const written = parts[attribute].filter((part) => part !== null)
  if (written.length === 0) return null
  const isIncomplete =
    (attribute === 'name' && (given_name === null || given_name.length < 2 || family_name === null)) ||
    (attribute === 'address' && (street === null || (city === null && postcode === null)))
  const isMail = attribute === 'email'
  const faults = [
    ...(isIncomplete ? ['incomplete'] : []),
    ...(isMail && ['role', 'disposable'].includes(email_kind) ? [`${email_kind} mailbox`] : []),
    ...(isMail && bounced.has(record.email ?? '') ? ['bounced'] : []),
    ...(attribute === 'birth_date' && record.birth_date_quality === 'suspect' ? ['suspect'] : []),
    ...(record.is_deleted ? ['deleted record'] : []),
  ]
  const completeness = written.length + (attribute === 'address' && country !== null ? 1 : 0)
  const value = JSON.stringify(attribute === 'address' ? [...parts.address, country] : parts[attribute])
  return { record, value, faults, completeness: ['name', 'address'].includes(attribute) ? completeness : 1 }
}

/** The record whose value the rules choose; null where there is none that they allow. */
function chosenRecord(
  records: readonly GoldenRecord[],
  attribute: Attribute,
  rules: Survivorship,
  bounced: ReadonlySet<string>,
): number | null {
  const { trust, first, never, lastResort } = rules[attribute]
  const all = records.flatMap((record) => told(record, attribute, bounced) ?? [])
  const usable = all.filter(({ faults }) => !faults.some((fault) => never.some((n) => n === fault)))
  const valid = usable.filter(({ faults }) => !faults.some((fault) => lastResort.some((l) => l === fault)))
  const rank = ({ source, record_kind }: GoldenRecord) => {
    const tierOf = (who: string) => trust.findIndex((tier) => tier.includes(who))
    const tiers = [`${source} ${record_kind}`, source, '*'].map(tierOf).filter((tier) => tier >= 0)
    return tiers[0] ?? trust.length
  }
  const answers = (one: (typeof all)[number]): number[] => {
    const recency = one.record.updated_at === null ? -Infinity : Date.parse(one.record.updated_at)
    const agreement = new Set(
      all.filter(({ value }) => value === one.value).map(({ record }) => record.source),
    ).size
    const known = { trust: -rank(one.record), recency, completeness: one.completeness, agreement }
    return [known[first], known.trust, recency, one.completeness, -one.record.record_key]
  }
  const [best] = (valid.length > 0 ? valid : usable)
    .map((one) => ({ key: one.record.record_key, answers: answers(one) }))
    .sort((a, b) => byAnswers(b.answers, a.answers))
  return best?.key ?? null
}

function byAnswers(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((answer, index) => answer !== b[index])
  return differs < 0 ? 0 : (a[differs] ?? 0) < (b[differs] ?? 0) ? -1 : 1
}
