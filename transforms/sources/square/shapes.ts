import { z } from 'zod'
import { currencyCode, instantText } from '#engine'

/** Square counts money in the smallest unit of its currency. */
export const money = z.looseObject({ amount: z.int(), currency: currencyCode() })
export const due = z.looseObject({ amount: z.int().nonnegative(), currency: currencyCode() })
export const text = z.string().nullable().optional()
const quantity = z.string().regex(/^\d{1,12}(\.\d{1,5})?$/, 'not a quantity')

export const address = z.looseObject({
  address_line_1: text,
  address_line_2: text,
  locality: text,
  administrative_district_level_1: text,
  postal_code: text,
  country: text,
})

interface Totals {
  readonly total_money: { readonly amount: number }
  readonly total_tax_money: { readonly amount: number }
  readonly total_service_charge_money?: { readonly amount: number } | undefined
}

/** The total without tax and service charges is what was sold or returned, so it is never negative. */
const isSound = ({ total_money, total_tax_money, total_service_charge_money }: Totals) =>
  total_money.amount >= total_tax_money.amount + (total_service_charge_money?.amount ?? 0)

const line = z
  .looseObject({
    uid: z.string().min(1),
    name: text,
    quantity,
    catalog_object_id: text,
    variation_name: text,
    item_type: text,
    base_price_money: money.optional(),
    total_discount_money: due,
    total_tax_money: due,
    total_service_charge_money: due.optional(),
    total_money: due,
  })
  .refine(isSound, 'tax and service charges are more than the total of the line')

const serviceCharge = z.looseObject({
  uid: z.string().min(1),
  name: text,
  type: text,
  total_money: due,
  total_tax_money: due.optional(),
})

export const rounding = z.looseObject({ amount_money: money })

/** The parts of an order are identified by their uids. */
const haveUniqueUids = (parts: readonly { readonly uid: string }[]) =>
  new Set(parts.map(({ uid }) => uid)).size === parts.length

export const lines = z.array(line).refine(haveUniqueUids, 'two lines have the same uid').nullable().optional()
export const serviceCharges = z
  .array(serviceCharge)
  .refine(haveUniqueUids, 'two service charges have the same uid')
  .nullable()
  .optional()

const orderReturn = z.looseObject({
  uid: z.string().min(1),
  source_order_id: text,
  return_line_items: lines,
  return_service_charges: serviceCharges,
  rounding_adjustment: rounding.nullable().optional(),
})
export const returns = z
  .array(orderReturn)
  .refine(haveUniqueUids, 'two returns have the same uid')
  .nullable()
  .optional()

export const refund = z.looseObject({
  id: z.string().min(1),
  tender_id: text,
  created_at: instantText(),
  reason: text,
  amount_money: due,
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'FAILED']),
})
