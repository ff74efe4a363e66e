import type { RecordOf } from '../../engine/source.ts'
import type { hubspot } from '../../transforms/sources/hubspot.ts'
import type { shopify } from '../../transforms/sources/shopify.ts'
import { afterDays, historyDays, instant, today } from './calendar.ts'
import type { Person } from './person.ts'
import { type Purchase, purchasesOf } from './purchases.ts'
import { Random } from './random.ts'

export type Contact = RecordOf<typeof hubspot.contacts>
export type Customer = RecordOf<typeof shopify.customers>

export function contactOf(seed: number, person: Person): Contact | null {
  if (!person.contact) return null
  const random = new Random(seed, person.number, 3)
  const { first, last } = endsOf(purchasesOf(seed, person))
  const created = first?.at ?? afterDays(random.integer(0, historyDays - 1))
  const updated = last?.at ?? created
  return {
    id: person.contact.id,
    createdAt: instant(created),
    updatedAt: instant(updated),
    archived: random.chance(0.01),
    properties: {
      email: person.contact.email,
      firstname: random.chance(0.03) ? null : person.firstName,
      lastname: person.lastName,
      phone: random.chance(0.6) ? person.phone : null,
      address: person.street,
      city: person.place.city,
      zip: person.postcode,
      country: person.place.country,
      lifecyclestage: person.isProspect
        ? random.pick(['subscriber', 'lead', 'marketingqualifiedlead'])
        : 'customer',
      hs_analytics_source: random.pick([
        'ORGANIC_SEARCH',
        'PAID_SOCIAL',
        'EMAIL_MARKETING',
        'DIRECT_TRAFFIC',
      ]),
      hs_object_id: person.contact.id,
      createdate: instant(created),
      lastmodifieddate: instant(updated),
    },
  }
}

export function customersOf(seed: number, person: Person): Customer[] {
  const { first, last } = endsOf(purchasesOf(seed, person))
  return person.accounts.map((account) => ({
    id: account.id,
    email: account.email,
    first_name: person.firstName,
    last_name: person.lastName,
    phone: person.phone,
    state: account.hasPassword ? 'enabled' : 'disabled',
    verified_email: true,
    tags: '',
    note: null,
    currency: 'GBP',
    default_address: addressOf(person),
    created_at: instant(first?.at ?? today),
    updated_at: instant(last?.at ?? today),
  }))
}

export function addressOf(person: Person) {
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    address1: person.street,
    city: person.place.city,
    zip: person.postcode,
    country: person.place.country,
    country_code: person.place.countryCode,
    phone: person.phone,
  }
}

function endsOf(purchases: Iterable<Purchase>): { first: Purchase | null; last: Purchase | null } {
  let first: Purchase | null = null
  let last: Purchase | null = null
  for (const purchase of purchases) {
    first ??= purchase
    last = purchase
  }
  return { first, last }
}
