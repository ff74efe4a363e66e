import { columns, type Sql, sql, value } from '#engine'

/** What a feature is about. Time of the year is no driver: it is the same for everybody. */
export const featureKinds = ['rhythm', 'spending', 'experience', 'relation', 'time of the year'] as const

/** A feature of the model: what it is called, and what it says of a customer for whom it is high or low. */
export interface Feature {
  readonly name: string
  readonly kind: (typeof featureKinds)[number]
  readonly label: string
  readonly whenHigh: string
  readonly whenLow: string
}

/** In the order in which the query returns them. */
export const features: readonly Feature[] = [
  {
    name: 'lateness',
    kind: 'rhythm',
    label: 'Lateness by their own rhythm',
    whenHigh: 'late by their own rhythm',
    whenLow: 'in their usual rhythm',
  },
  {
    name: 'recency',
    kind: 'rhythm',
    label: 'Time since the last order',
    whenHigh: 'long since the last order',
    whenLow: 'ordered recently',
  },
  {
    name: 'order_days',
    kind: 'rhythm',
    label: 'Number of orders',
    whenHigh: 'ordered often',
    whenLow: 'few orders so far',
  },
  {
    name: 'year_order_days',
    kind: 'rhythm',
    label: 'Orders in the last year',
    whenHigh: 'several orders in the last year',
    whenLow: 'few orders in the last year',
  },
  {
    name: 'tenure',
    kind: 'rhythm',
    label: 'Time since the first order',
    whenHigh: 'customer for long',
    whenLow: 'new customer',
  },
  {
    name: 'year_spending',
    kind: 'spending',
    label: 'Spending in the last year',
    whenHigh: 'spent much in the last year',
    whenLow: 'spent little in the last year',
  },
  {
    name: 'spending_trend',
    kind: 'spending',
    label: 'Spending of the last half year against the one before',
    whenHigh: 'spends more than before',
    whenLow: 'spends less than before',
  },
  {
    name: 'discount_share',
    kind: 'spending',
    label: 'Share of discounts in spending',
    whenHigh: 'buys at a discount',
    whenLow: 'buys at full price',
  },
  {
    name: 'returned_share',
    kind: 'spending',
    label: 'Share of spending that was refunded',
    whenHigh: 'sent much back',
    whenLow: 'sent little back',
  },
  {
    name: 'late_parcel',
    kind: 'experience',
    label: 'Late parcel of the last order',
    whenHigh: 'the parcel of the last order was late',
    whenLow: 'the parcel of the last order was in time',
  },
  {
    name: 'asked_for_help',
    kind: 'experience',
    label: 'Request for help since the last order',
    whenHigh: 'asked for help since the last order',
    whenLow: 'did not need help with the last order',
  },
  {
    name: 'earlier_trouble',
    kind: 'experience',
    label: 'Trouble with an earlier order',
    whenHigh: 'came back after trouble with an earlier order',
    whenLow: 'no trouble with earlier orders',
  },
  {
    name: 'last_return',
    kind: 'experience',
    label: 'Return of the last order',
    whenHigh: 'returned the last order',
    whenLow: 'kept the last order',
  },
  {
    name: 'is_unhappy',
    kind: 'experience',
    label: 'Bad score in the last survey',
    whenHigh: 'gave a bad score',
    whenLow: 'gave no bad score',
  },
  {
    name: 'is_happy',
    kind: 'experience',
    label: 'Good score in the last survey',
    whenHigh: 'gave a good score',
    whenLow: 'gave no good score',
  },
  {
    name: 'is_mailed',
    kind: 'relation',
    label: 'Receives marketing messages',
    whenHigh: 'receives our messages',
    whenLow: 'receives none of our messages',
  },
  {
    name: 'reactions',
    kind: 'relation',
    label: 'Messages opened or clicked',
    whenHigh: 'opens our messages',
    whenLow: 'does not open our messages',
  },
  {
    name: 'has_unsubscribed',
    kind: 'relation',
    label: 'Unsubscribed from messages',
    whenHigh: 'unsubscribed from messages',
    whenLow: 'did not unsubscribe',
  },
  {
    name: 'visits',
    kind: 'relation',
    label: 'Visits since the last order',
    whenHigh: 'visited since the last order',
    whenLow: 'no visit since the last order',
  },
  {
    name: 'is_member',
    kind: 'relation',
    label: 'Member of the loyalty programme',
    whenHigh: 'member of the loyalty programme',
    whenLow: 'not in the loyalty programme',
  },
  {
    name: 'has_redeemed',
    kind: 'relation',
    label: 'Redeemed loyalty points',
    whenHigh: 'redeemed points',
    whenLow: 'never redeemed points',
  },
  {
    name: 'is_subscribed',
    kind: 'relation',
    label: 'Pays for a subscription',
    whenHigh: 'pays for a subscription',
    whenLow: 'no subscription',
  },
  {
    name: 'lost_subscription',
    kind: 'relation',
    label: 'Ended a subscription in the last year',
    whenHigh: 'ended a subscription',
    whenLow: 'ended no subscription',
  },
  {
    name: 'store_share',
    kind: 'relation',
    label: 'Share of orders in a store',
    whenHigh: 'buys in the store',
    whenLow: 'buys online',
  },
  {
    name: 'season_sine',
    kind: 'time of the year',
    label: 'Time of the year, spring against autumn',
    whenHigh: 'the time of the year',
    whenLow: 'the time of the year',
  },
  {
    name: 'season_cosine',
    kind: 'time of the year',
    label: 'Time of the year, winter against summer',
    whenHigh: 'the time of the year',
    whenLow: 'the time of the year',
  },
]

export const featureColumns = columns(...features.map(({ name }) => name))

/** The rows of a `values` list: feature, kind, label, when_high, when_low. */
export const featureRows = listed(
  features.map(
    ({ name, kind, label, whenHigh, whenLow }) =>
      sql`(${value(name)}, ${value(kind)}, ${value(label)}, ${value(whenHigh)}, ${value(whenLow)})`,
  ),
)

function listed(parts: readonly Sql[]): Sql {
  return parts.reduce((list, part) => sql`${list}, ${part}`)
}
