import { company } from '#settings'
import { hubspot } from '../../../transforms/sources/hubspot/hubspot.ts'
import { day, iso, isoDay } from '../calendar.ts'
import { feed, latest, type Made } from '../feed.ts'
import type { Life } from '../life-events.ts'
import { decimalAmount } from '../money.ts'
import { writtenIn } from '../written.ts'

/** People whom staff and forms entered into the CRM, some twice. Trade buyers have a company and deals. */
export const hubspotFeeds = [
  feed(hubspot.contacts, { life: contacts }),
  feed(hubspot.companies, { life: companies }),
  feed(hubspot.deals, { life: deals }),
]

function* contacts(life: Life) {
  const { contactIds, companyId } = life.relations
  for (const [copy, id] of contactIds.entries()) {
    const random = life.random('contact', copy)
    const createdAt = life.person.joinsAt + copy * 90 * day
    const written = writtenIn(life, 'hubspot', createdAt, copy)
    const archivedAt = random.chance(0.01) ? createdAt + 200 * day * random.uniform() : null
    const lastPurchase = copy === 0 ? life.purchases.at(-1)?.at : null
    const at = latest(life.today, createdAt, written.changedAt, lastPurchase, archivedAt)
    const lead = random.pick(['subscriber', 'lead', 'marketingqualifiedlead'])
    yield {
      at,
      record: {
        id,
        createdAt: iso(createdAt),
        updatedAt: iso(at),
        archived: archivedAt !== null && archivedAt <= life.today,
        ...(companyId ? { associations: { companies: { results: [{ id: companyId }] } } } : {}),
        properties: {
          email: written.email,
          firstname: random.chance(0.03) ? null : written.givenName,
          lastname: written.familyName,
          phone: written.phone,
          address: written.street,
          city: written.city,
          zip: written.postcode,
          country: written.country,
          date_of_birth: random.chance(0.4) ? written.birthDate : null,
          lifecyclestage: life.person.isProspect ? lead : 'customer',
          hs_analytics_source: random.pick([
            'ORGANIC_SEARCH',
            'PAID_SOCIAL',
            'EMAIL_MARKETING',
            'DIRECT_TRAFFIC',
          ]),
          hs_object_id: id,
          createdate: iso(createdAt),
          lastmodifieddate: iso(at),
        },
      },
    }
  }
}

const trades = ['Interiors', 'Cafe', 'Lettings', 'Gifts', 'Studio'] as const

function* companies(life: Life) {
  const { companyId: id } = life.relations
  if (!id) return
  const random = life.random('trade')
  const [{ name }] = life.person.familyNames
  const at = life.person.joinsAt + day
  yield {
    at,
    record: {
      id,
      createdAt: iso(at),
      updatedAt: iso(at),
      archived: false,
      properties: {
        name: `${name} ${random.pick(trades)} Ltd`,
        domain: `${name.toLowerCase().replace(/[^a-z]/g, '')}-${life.person.number % 50}.example`,
        industry: random.pick(['RETAIL', 'HOSPITALITY', 'DESIGN']),
        city: life.person.homes[0].place.city,
        country: life.person.homes[0].place.country,
        numberofemployees: String(random.integer(1, 40)),
        annualrevenue: `${random.integer(60, 900)}000`,
        hs_object_id: id,
        createdate: iso(at),
        hs_lastmodifieddate: iso(at),
      },
    },
  }
}

const stages = ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled', 'contractsent'] as const

function* deals(life: Life): Generator<Made<ReturnType<typeof dealOf>>> {
  if (!life.relations.companyId) return
  const random = life.random('deals')
  const count = random.integer(1, 3)
  for (let number = 0; number < count; number++) {
    const createdAt = life.person.joinsAt + day + number * 150 * day + 30 * day * random.uniform()
    const step = (2 + random.exponential(1 / 8)) * day
    const isWon = random.chance(0.45)
    const amount = random.integer(400, 9000) * 100
    const steps = Math.min(stages.length, Math.floor((life.today - createdAt) / step))
    yield {
      at: createdAt + Math.max(0, steps) * step,
      record: dealOf(life, { number, createdAt, step, steps, isWon, amount }),
    }
  }
}

interface Deal {
  readonly number: number
  readonly createdAt: number
  readonly step: number
  readonly steps: number
  readonly isWon: boolean
  readonly amount: number
}

function dealOf(life: Life, { number, createdAt, step, steps, isWon, amount }: Deal) {
  const isClosed = steps >= stages.length
  const id = `${life.relations.companyId}${number}`
  const contacts = life.relations.contactIds.slice(0, 1).map((contact) => ({ id: contact }))
  const updated = iso(createdAt + Math.max(0, steps) * step)
  return {
    id,
    createdAt: iso(createdAt),
    updatedAt: updated,
    archived: false,
    associations: {
      contacts: { results: contacts },
      companies: { results: [{ id: life.relations.companyId ?? '' }] },
    },
    properties: {
      dealname: `Trade order ${isoDay(createdAt)}`,
      dealstage: isClosed ? (isWon ? 'closedwon' : 'closedlost') : (stages[Math.max(0, steps)] ?? stages[0]),
      pipeline: 'default',
      dealtype: number === 0 ? 'newbusiness' : 'existingbusiness',
      amount: decimalAmount(amount),
      deal_currency_code: company.currency,
      closedate: iso(createdAt + stages.length * step),
      hs_is_closed: isClosed ? 'true' : 'false',
      hs_is_closed_won: isClosed && isWon ? 'true' : 'false',
      hs_object_id: id,
      createdate: iso(createdAt),
      hs_lastmodifieddate: updated,
    },
  }
}
