import { hubspot } from '../../transforms/sources/hubspot.ts'
import { shopify } from '../../transforms/sources/shopify.ts'
import { orderId, ordersOf } from './orders.ts'
import { contactOf, customersOf } from './people.ts'
import { type Person, personOf, prospectShare } from './person.ts'
import { purchasesOf } from './purchases.ts'

/** Which company: the same options always give the same records. */
export interface CompanyOptions {
  readonly customers: number
  readonly seed: number
}

export const defaultCompany: CompanyOptions = { customers: 2000, seed: 20261031 }

/** Who is behind a record. Kept apart from all that transforms read. */
export interface Truth {
  readonly personId: number
  readonly entity: string
  readonly recordKey: string
}

/** Customers first, then the people only the CRM knows. */
export function* peopleOf({ customers, seed }: CompanyOptions): Generator<Person> {
  const all = customers + Math.round(customers * prospectShare)
  for (let number = 0; number < all; number++) yield personOf(seed, number, number >= customers)
}

/** Every entity the company has, each with its records, one at a time. */
export function entitiesOfCompany(company: CompanyOptions) {
  const { seed } = company
  return [
    {
      entity: hubspot.contacts,
      *records() {
        for (const person of peopleOf(company)) {
          const contact = contactOf(seed, person)
          if (contact) yield contact
        }
      },
    },
    {
      entity: shopify.customers,
      *records() {
        for (const person of peopleOf(company)) yield* customersOf(seed, person)
      },
    },
    {
      entity: shopify.orders,
      *records() {
        for (const person of peopleOf(company)) yield* ordersOf(seed, person)
      },
    },
  ]
}

export function* truthOf(company: CompanyOptions): Generator<Truth> {
  for (const person of peopleOf(company)) {
    const personId = person.number
    if (person.contact) yield { personId, entity: hubspot.contacts.entity, recordKey: person.contact.id }
    for (const { id } of person.accounts) {
      yield { personId, entity: shopify.customers.entity, recordKey: String(id) }
    }
    for (const purchase of purchasesOf(company.seed, person)) {
      yield { personId, entity: shopify.orders.entity, recordKey: String(orderId(person, purchase)) }
    }
  }
}
