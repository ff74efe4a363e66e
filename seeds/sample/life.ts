import { basketOf } from './basket.ts'
import { buyingOf } from './buying.ts'
import { casesOf } from './cases.ts'
import type { CompanyOptions } from './company.ts'
import type {
  Basket,
  Buying,
  Case,
  Life,
  Mailing,
  Parcel,
  Purchase,
  Relations,
  Sending,
  Visit,
} from './life-events.ts'
import { mailingOf, sendingsOf } from './mailing.ts'
import { parcelOf } from './parcels.ts'
import { at, type Home, type Person } from './person.ts'
import { Random } from './random.ts'
import { relationsOf } from './relations.ts'
import { visitsOf } from './visits.ts'

/** A life whose parts are worked out the first time they are asked for. */
export class LazyLife implements Life {
  readonly company: CompanyOptions
  readonly person: Person
  readonly today: number
  private knownRelations: Relations | null = null
  private knownBuying: Buying | null = null
  private knownMailing: Mailing | null = null
  private knownSendings: readonly Sending[] | null = null
  private knownPurchases: readonly Purchase[] | null = null
  private knownVisits: readonly Visit[] | null = null
  private knownCases: readonly Case[] | null = null
  private readonly baskets = new Map<number, Basket>()

  constructor(company: CompanyOptions, person: Person) {
    this.company = company
    this.person = person
    this.today = company.today
  }

  /** A separate stream of random numbers for each purpose, so that one never changes another. */
  random(purpose: string, number = 0): Random {
    return new Random(this.company.seed, this.person.number, purposeNumber(purpose) ^ (number * 0x9e3779b1))
  }

  get relations(): Relations {
    this.knownRelations ??= relationsOf(this)
    return this.knownRelations
  }

  get buying(): Buying {
    this.knownBuying ??= buyingOf(this)
    return this.knownBuying
  }

  get mailing(): Mailing {
    this.knownMailing ??= mailingOf(this)
    return this.knownMailing
  }

  get sendings(): readonly Sending[] {
    this.knownSendings ??= sendingsOf(this)
    return this.knownSendings
  }

  /** Oldest first, numbered. */
  get plannedPurchases(): readonly Purchase[] {
    this.knownPurchases ??= this.allPurchases()
    return this.knownPurchases
  }

  get purchases(): readonly Purchase[] {
    return this.plannedPurchases.filter((purchase) => purchase.at <= this.today)
  }

  get visits(): readonly Visit[] {
    this.knownVisits ??= visitsOf(this)
    return this.knownVisits
  }

  get cases(): readonly Case[] {
    this.knownCases ??= casesOf(this)
    return this.knownCases
  }

  basket(purchase: Purchase): Basket {
    const known = this.baskets.get(purchase.number)
    if (known) return known
    const basket = basketOf(this, purchase)
    this.baskets.set(purchase.number, basket)
    return basket
  }

  parcel(purchase: Purchase): Parcel {
    return parcelOf(this, purchase)
  }

  homeAt(instant: number): Home {
    return at(this.person.homes, instant)
  }

  private allPurchases(): readonly Purchase[] {
    const caused = this.sendings.flatMap(({ purchase }) => purchase ?? [])
    return [...this.buying.purchases, ...caused]
      .sort((a, b) => a.at - b.at)
      .map((purchase, number) => ({ ...purchase, number }))
  }
}

const purposeNumbers = new Map<string, number>()

/** FNV-1a. */
function purposeNumber(purpose: string): number {
  const known = purposeNumbers.get(purpose)
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (let index = 0; index < purpose.length; index++) {
    hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193)
  }
  purposeNumbers.set(purpose, hash)
  return hash
}
