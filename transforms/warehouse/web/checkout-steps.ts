import { sql } from '#engine'

/** The steps from a product to an order, in their order: what a later one tells happened at least as far as there. */
export const checkoutStepNames = [
  'product viewed',
  'product added',
  'cart viewed',
  'checkout started',
  'delivery chosen',
  'payment entered',
  'order completed',
] as const

/**
 * The position of an action among the steps, 1 to 7, in a query whose rows have an `event_name`; null for other actions. It
 * knows the names of the specification of Segment and of Google Analytics 4.
 */
export const checkoutStep = sql`
      case lower(event_name)
        when 'product viewed' then 1
        when 'view_item' then 1
        when 'product added' then 2
        when 'add_to_cart' then 2
        when 'cart viewed' then 3
        when 'view_cart' then 3
        when 'checkout started' then 4
        when 'begin_checkout' then 4
        when 'checkout step completed' then 5
        when 'shipping info entered' then 5
        when 'add_shipping_info' then 5
        when 'payment info entered' then 6
        when 'add_payment_info' then 6
        when 'order completed' then 7
        when 'purchase' then 7
      end`
