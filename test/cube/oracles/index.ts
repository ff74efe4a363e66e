import type { Oracle } from './oracle.ts'
import { orders } from './orders.ts'

/** The oracle of each view. */
export const oracles: Readonly<Record<string, Oracle>> = {
  orders,
}
