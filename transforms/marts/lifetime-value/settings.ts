import { company } from '#settings'

const declared = company.lifetimeValue ?? {}

/** The settings of lifetime value, with what applies where a company says nothing. */
export const lifetimeValue = {
  groupBy: declared.groupBy ?? ['market'],
  minimumCustomers: declared.minimumCustomers ?? 100,
  discountRate: declared.discountRate ?? 0.1,
  refitEvery: declared.refitEvery ?? 'month',
} as const
