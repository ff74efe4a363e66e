import { z } from 'zod'
import { unixSeconds } from '#engine'

export const text = z.string().nullable().optional()
export const time = () => unixSeconds().nullable().optional()
export const amount = () => z.int()
export const livemode = z.boolean().describe('False if it was made with test keys')

export const address = z.looseObject({
  line1: text,
  line2: text,
  city: text,
  state: text,
  postal_code: text,
  country: text,
})

export const customer = z.string().nullable().describe('Customer')

export const items = z.looseObject({
  data: z.array(
    z.looseObject({
      quantity: z.int().nonnegative().nullable().optional(),
      current_period_end: time(),
      price: z.looseObject({
        id: z.string(),
        nickname: text,
        product: z.unknown(),
        unit_amount: z.int().nullable().optional(),
        unit_amount_decimal: z
          .string()
          .regex(/^-?\d{1,12}(\.\d{1,12})?$/, 'not an amount')
          .nullable()
          .optional(),
        recurring: z
          .looseObject({
            interval: z.enum(['day', 'week', 'month', 'year']),
            interval_count: z.int().positive().max(10_000),
          })
          .nullable()
          .optional(),
      }),
    }),
  ),
})

export const invoiceParent = z.looseObject({
  subscription_details: z.looseObject({ subscription: z.unknown() }).nullable().optional(),
})

export const subscriptionStatus = z.enum([
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
])
