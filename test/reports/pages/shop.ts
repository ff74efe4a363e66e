import type { Page } from 'playwright-core'

/** The drawn site of the sample company, and its database: what tests of a page are given. */
export type Shop = {
  /** Opens a page in light, and expects no complaint of the browser. */
  read(path: string, look: (page: Page) => Promise<void>): Promise<void>
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>
  row<T extends object>(sql: string, values?: unknown[]): Promise<T>
}
