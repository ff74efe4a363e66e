import { decimal, money } from '#engine'

/** What moves monthly recurring revenue in a month: at the level of the customer, by one subscription. */
export const mrrMovements = ['new', 'reactivation', 'expansion', 'contraction', 'churn', 'none'] as const

/** Opening and closing, with what lies between them, in the currency of the subscription. */
export const originalMrrColumns = {
  original_opening: decimal(
    'Recurring revenue before the month. Additive within a currency, not over months',
  ),
  original_new: decimal('Of customers who never paid before. Additive within a currency'),
  original_reactivation: decimal('Of customers who had stopped paying. Additive within a currency'),
  original_expansion: decimal('Of customers who subscribed to more. Additive within a currency'),
  original_contraction: decimal('Lost, of customers who kept others. Additive within a currency'),
  original_churn: decimal('Lost, of customers who pay for nothing any more. Additive within a currency'),
  original_closing: decimal(
    'Recurring revenue on the snapshot day. Additive within a currency, not over months',
  ),
}

/** The same in the reporting currency. */
export const mrrColumns = {
  opening_amount: money('Recurring revenue before the month. Semi-additive: not over months').orNull(),
  new_amount: money('Of customers who never paid before. Additive').orNull(),
  reactivation_amount: money('Of customers who had stopped paying. Additive').orNull(),
  expansion_amount: money('Of customers who subscribed to more. Additive').orNull(),
  contraction_amount: money('Lost, of customers who kept others. Additive').orNull(),
  churn_amount: money('Lost, of customers who pay for nothing any more. Additive').orNull(),
  closing_amount: money('Recurring revenue on the snapshot day. Semi-additive: not over months').orNull(),
}
