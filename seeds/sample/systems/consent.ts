import type { RecordOf } from '#engine'
import { consent } from '../../../transforms/sources/consent/consent.ts'
import { iso, minute, second } from '../calendar.ts'
import { feed, type Made } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { scattered } from '../relations.ts'
import { writtenIn } from '../written.ts'

/** Consent given and withdrawn; mailings and tracking respect it. */
export const consentFeeds = [feed(consent.decisions, { life: decisions })]

type Decision = RecordOf<typeof consent.decisions>

function* decisions(life: Life): Generator<Made<Decision>> {
  const { subscribedAt, unsubscribesAt } = life.mailing
  const { cookies } = life.relations
  if (subscribedAt !== null) {
    yield decision(life, 1, 'email_marketing', 'granted', subscribedAt, 'checkout')
    yield decision(life, 2, 'email_marketing', 'withdrawn', unsubscribesAt, 'preference_centre')
  }
  if (cookies) {
    yield decision(life, 3, 'analytics', 'granted', cookies.from, 'cookie_banner')
    yield decision(life, 5, 'analytics', 'withdrawn', cookies.until, 'cookie_banner')
  }
  const random = life.random('consent')
  if (random.chance(0.15)) {
    const at = life.person.joinsAt + 2 * minute
    yield decision(life, 4, 'sms_marketing', 'granted', at, 'checkout')
  }
}

function decision(
  life: Life,
  number: number,
  purpose: string,
  status: Decision['status'],
  at: number,
  channel: string,
): Made<Decision> {
  const written = writtenIn(life, 'consent', life.person.joinsAt, 0, at)
  const subject = scattered(life.person.number, 11_234_567, 300_000_000)
  const [account] = life.relations.accounts
  return {
    at: at + second,
    record: {
      decision_id: `${subject}-${number}`,
      subject_id: String(subject),
      subject_reference: account && account.madeAt <= at ? `shopify:customer:${account.id}` : null,
      // a cookie banner knows no address
      email: purpose === 'analytics' ? null : written.email,
      phone: purpose === 'sms_marketing' ? written.phone : null,
      purpose,
      legal_basis: 'consent',
      status,
      decided_at: iso(at),
      recorded_at: iso(at + second),
      channel,
      recorded_by: 'web',
      policy_version: '2023-10',
      evidence: `${channel} log ${subject}-${number}`,
    },
  }
}
