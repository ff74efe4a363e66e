/*
 * The parameters of the sample company, which an analysis should find again. Chances are between 0 and 1; rates are
 * per year unless they say otherwise. How kinds of customers buy is in segments.ts.
 */

/** One in so many people never buys and is known only to the CRM. */
export const prospectEvery = 6
/** One firm pays by card for so many customers. */
export const firmEvery = 150
/** One in so many people shares name and birthday with a stranger. */
export const strangerEvery = 120

/** The share of people that each system knows, and how often it knows them twice. */
export const presence = {
  crmContact: 0.72,
  crmTwice: 0.03,
  tradeBuyer: 0.03,
  shopAccount: 0.93,
  secondShopAccount: 0.07,
  namedAtTill: 0.55,
  subscribesToEmail: 0.6,
  allowsCookies: 0.5,
  usesApp: 0.25,
  joinsLoyalty: 0.35,
  subscription: 0.08,
  connectedDevice: 0.05,
} as const

/** What happens in people's lives, and who lives together. */
export const lives = {
  moves: 0.07,
  newMailbox: 0.05,
  marriedInHistory: 0.06,
  inHousehold: 0.25,
  /** Of those who live with a head of household: what else they share with them. */
  bonds: { twin: 0.03, couple: 0.06, child: 0.06 },
  landline: 0.5,
  forbidsCookies: 0.1,
}

/** The shop grows: the share of people who joined by a day is (share of the history) ^ (1 / growth). */
export const growth = 0.8
/** How much is bought in each month, relative to the others; January first. */
export const monthly = [0.75, 0.8, 0.9, 0.95, 1.0, 0.95, 0.9, 0.85, 1.0, 1.1, 1.7, 1.9] as const

/** Bought together: the chance that an order of the first product also has the second. */
export const boughtTogether = [
  { first: 'Stoneware Mug, Slate', second: 'Linen Tea Towels, Set of 2', chance: 0.35 },
  { first: 'Hand Soap, Fig Leaf', second: 'Hand Cream, Fig Leaf', chance: 0.4 },
  { first: 'Washed Linen Duvet Cover, Double', second: 'Washed Linen Pillowcase', chance: 0.6 },
  { first: 'Terracotta Pot, 21 cm', second: 'Wildflower Seed Mix', chance: 0.45 },
  { first: 'Soy Candle, Cedar and Smoke', second: 'Brass Candlestick', chance: 0.2 },
] as const

/** Trouble with online orders, how many times likelier it makes people leave, and how they react. */
export const service = {
  late: 0.08,
  damaged: 0.03,
  churnFactor: 2.5,
  ticketAfterTrouble: 0.6,
  ticketOtherwise: 0.03,
  callsFirst: 0.3,
  ratesTicket: 0.3,
  answersCsat: 0.25,
  answersNps: 0.1,
  postsMention: 0.015,
  writesMessage: 0.03,
  /** Of those who write about an order of the online shop, the share who say which. */
  quotesOrder: 0.8,
  /** Of those who post about one, the share who tell the shop privately which it is. */
  answersInPrivate: 0.7,
  /** Of those who give the till no telephone number, the share for whom the cashier types the shop's. */
  shopPhoneAtTill: 0.2,
  /** Of those who give no email address at the till or on paper, the share for whom somebody invents one. */
  inventedMailbox: 0.1,
} as const

export interface Channel {
  readonly name: string
  readonly source: string | null
  readonly medium: string | null
  /** Its share of the visits that end in an order, relative to other channels. */
  readonly weight: number
  /** The share of its visits that end in an order. */
  readonly conversion: number
}

/** Where visits to the website come from. */
export const channels: readonly [Channel, ...Channel[]] = [
  { name: 'organic', source: 'google', medium: 'organic', weight: 30, conversion: 0.3 },
  { name: 'direct', source: null, medium: null, weight: 26, conversion: 0.42 },
  { name: 'paid search', source: 'google', medium: 'cpc', weight: 18, conversion: 0.24 },
  { name: 'email', source: 'klaviyo', medium: 'email', weight: 12, conversion: 0.45 },
  { name: 'paid social', source: 'facebook', medium: 'paid_social', weight: 9, conversion: 0.14 },
  { name: 'display', source: 'criteo', medium: 'display', weight: 5, conversion: 0.08 },
]

/** What a click costs in the channels of advertising, in the smallest unit of the currency. */
export const clickCosts: Readonly<Record<string, number>> = {
  'paid search': 85,
  'paid social': 55,
  display: 30,
}

/** Steps of the shop, and after which of them visits without an order end. On phones, many end at payment. */
export const steps = ['viewed', 'added', 'started', 'payment'] as const
export const leaves = {
  desktop: { viewed: 0.62, added: 0.24, started: 0.1, payment: 0.04 },
  mobile: { viewed: 0.5, added: 0.2, started: 0.1, payment: 0.2 },
  app: { viewed: 0.6, added: 0.25, started: 0.11, payment: 0.04 },
} as const
export const deviceShares = { mobile: 0.58, app: 0.2 } as const

/**
 * One campaign a month, sent at random to this share of subscribers. It causes orders from the `uplift` share of
 * the recipients within days, in addition to those of BG/NBD.
 */
export const campaigns = {
  sentTo: 0.35,
  opens: 0.3,
  machineOpens: 0.12,
  clicksOfOpened: 0.2,
  bounces: 0.01,
  unsubscribes: 0.12,
  uplift: { sale: 0.08, launch: 0.03, newsletter: 0.004 },
} as const

/** Monthly boxes: the chance to cancel after each month; the last applies to all later months. */
export const subscriptions = {
  hazards: [0.14, 0.1, 0.07, 0.05, 0.04, 0.03],
  startsAfterDays: 30,
  failedCharge: 0.04,
  refundedCharge: 0.012,
} as const

export interface Plan {
  readonly id: string
  readonly name: string
  /** Per month, in the smallest unit of the currency. */
  readonly amount: number
}

export const plans: readonly [Plan, ...Plan[]] = [
  { id: 'price_candle', name: 'Candle Club', amount: 2200 },
  { id: 'price_pantry', name: 'Pantry Box', amount: 3500 },
]

export const loyaltyRules = { welcome: 100, pointsPerHundred: 1, redeems: 500, leaves: 0.04 } as const

/** The share of orders from abroad that are paid in the currency of the customer's country. */
export const paysInOwnCurrency = 0.35
