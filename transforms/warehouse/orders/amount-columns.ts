import { money } from '#engine'

/** The amounts of facts, in the reporting currency: what is no sale is apart, in every source. */
export const amountColumns = {
  gross_amount: money('Sales before discounts; missing, like all amounts, without an exchange rate').orNull(),
  discount_amount: money('Discounts on sales').orNull(),
  returned_amount: money('Value refunded to the customer').orNull(),
  adjustment_amount: money('Corrections of either sign').orNull(),
  net_amount: money('Gross less discounts and returns, plus adjustments; without tax and shipping').orNull(),
  other_amount: money('Postage, gift cards, tips and donations, less their refunds; without tax').orNull(),
}
