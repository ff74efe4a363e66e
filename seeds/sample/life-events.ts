import type { Product } from './catalogue.ts'
import type { CompanyOptions } from './company.ts'
import type { Home, Person } from './person.ts'
import type { Random } from './random.ts'
import type { Channel, campaigns, steps } from './settings.ts'
import type { Said } from './texts.ts'

/**
 * One person's dealings with the company up to its today, worked out when asked for. `planned…` goes some weeks
 * further, because what leads to an order comes before it. Nothing here depends on today except where it ends.
 */
export interface Life {
  readonly company: CompanyOptions
  readonly person: Person
  readonly today: number
  readonly relations: Relations
  readonly buying: Buying
  readonly mailing: Mailing
  readonly sendings: readonly Sending[]
  /** Oldest first, numbered. */
  readonly plannedPurchases: readonly Purchase[]
  readonly purchases: readonly Purchase[]
  readonly visits: readonly Visit[]
  readonly cases: readonly Case[]
  /** Each purpose gets its own random numbers, so that one thing never changes another. */
  random(purpose: string, number?: number): Random
  basket(purchase: Purchase): Basket
  parcel(purchase: Purchase): Parcel
  homeAt(instant: number): Home
}

/** One line of an order. Amounts are in the smallest unit of the currency and include tax. */
export interface Line {
  readonly product: Product
  readonly quantity: number
  readonly discount: number
  /** Tax included in the price of the line after discount. */
  readonly tax: number
}

/** A return, days to weeks after the order. */
export interface Refund {
  readonly at: number
  readonly reason: string
  readonly isWhole: boolean
  readonly goodwill: number
  readonly lines: readonly RefundLine[]
}

export interface RefundLine {
  /** Index of the line in the basket. */
  readonly index: number
  readonly quantity: number
  readonly subtotal: number
  readonly tax: number
}

/** What a person bought in one order. */
export interface Basket {
  readonly lines: readonly Line[]
  readonly code: { readonly code: string; readonly percent: number } | null
  readonly listed: number
  readonly discounts: number
  readonly shipping: number
  readonly tax: number
  readonly total: number
  /** As planned: it counts once its date has passed. */
  readonly refund: Refund | null
}

export type Trouble = 'late' | 'damaged'

export interface Purchase {
  /** Counts from 0 for each person. */
  readonly number: number
  readonly at: number
  /** What the person intends to spend, in the smallest unit of the currency. */
  readonly budget: number
  readonly isInStore: boolean
  readonly trouble: Trouble | null
  /** The campaign that caused the order. */
  readonly campaign: Campaign | null
}

export interface Buying {
  /** Without the purchases that a campaign caused. */
  readonly purchases: readonly Purchase[]
  /** When the person stopped buying for good; null if that has not happened. */
  readonly leftAt: number | null
  budget(number: number): number
}

/** A request for help and what follows from it, as planned: each step counts once its time has passed. */
export interface Case {
  readonly number: number
  readonly purchase: Purchase
  readonly topic: 'late' | 'damaged' | 'question'
  readonly subject: string
  readonly said: Said
  readonly at: number
  readonly channel: 'email' | 'web' | 'chat' | 'voice'
  readonly agent: number
  readonly answeredAt: number
  readonly solvedAt: number
  readonly closedAt: number
  /** The satisfaction rating, and when it was given. */
  readonly isGood: boolean | null
  readonly ratedAt: number
  /** The CSAT survey, 1 to 5. */
  readonly csat: number | null
  /** When it was deleted as spam or as a mistake. */
  readonly deletedAt: number | null
}

export interface Campaign {
  readonly number: number
  readonly kind: keyof typeof campaigns.uplift
  readonly name: string
  readonly subject: string
  readonly at: number
}

/** Whether and when a person was on the mailing list. */
export interface Mailing {
  readonly subscribedAt: number | null
  readonly unsubscribesAt: number
}

/** One campaign as one subscriber received it. */
export interface Sending {
  readonly campaign: Campaign
  readonly at: number
  readonly isBounced: boolean
  readonly openedAt: number | null
  readonly isMachineOpen: boolean
  readonly clickedAt: number | null
  /** The order it caused. */
  readonly purchase: Purchase | null
}

/** How an online order is shipped. */
export interface Parcel {
  /** When the warehouse received the order. */
  readonly takenAt: number
  readonly dueAt: number
  readonly shippedAt: number
  readonly deliveredAt: number
  readonly carrier: 'royal_mail' | 'dpd' | 'evri'
  readonly tracking: string
  readonly cost: number
}

/** Which systems know a person, under which ids. */
export interface Relations {
  readonly contactIds: readonly string[]
  readonly accounts: readonly Account[]
  readonly tillId: string | null
  readonly loyaltyId: string | null
  readonly profileId: string | null
  readonly supportId: number
  readonly billingId: string | null
  readonly companyId: string | null
  /** From before the first visit until consent is withdrawn; null without consent. */
  readonly cookies: { readonly from: number; readonly until: number } | null
  readonly usesApp: boolean
  readonly ownsDevice: boolean
  /** Ids of the person's browsers and app install: desktop, mobile, app. */
  readonly anonymousIds: Readonly<Record<'desktop' | 'mobile' | 'app', string>>
}

/** An account in the online shop; a few people forget theirs and make another. */
export interface Account {
  readonly id: number
  readonly copy: number
  readonly madeAt: number
  readonly hasPassword: boolean
}

export type DeviceKind = 'desktop' | 'mobile' | 'app'

export type Step = (typeof steps)[number]

/** One visit to the website or in the app. */
export interface Visit {
  readonly number: number
  readonly at: number
  readonly channel: Channel
  readonly device: DeviceKind
  readonly product: Product
  /** The step after which the visitor left, or the order that was placed. */
  readonly left: Step | null
  readonly purchase: Purchase | null
}
