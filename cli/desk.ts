import type { Desk } from '../stewardship/records.ts'
import { withWarehouse } from './warehouse.ts'

/** What stewards work with, for as long as the work takes. */
export function withDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
  return withWarehouse(({ pool, warehouse }) => work({ pool, graph: warehouse.graph }))
}
