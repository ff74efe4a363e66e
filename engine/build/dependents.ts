import type { ClientBase } from 'pg'

/** Views outside the warehouse that read its relations. They are made again in the transaction that publishes those. */
export interface Dependents {
  /** Where they are. */
  readonly schemas: readonly string[]
  /** Drops them, so that the relations can change. Not called if readers hold them for too long. */
  release(client: ClientBase): Promise<void>
  /** Makes them from the new relations, aside of those that readers hold. Never fails: returns why they could not be made, or null. */
  restore(client: ClientBase): Promise<string | null>
}
