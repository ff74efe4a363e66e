import type { Relation } from './relation.ts'
import { type Sql, sql } from './sql.ts'

/**
 * What the secrets of an installation decide. It is an input like a raw table: when the secrets are rotated, exactly
 * the tables that read it are built again. It is written in SQL as `text`; the tables behind it are private to the
 * owner of the database.
 */
export interface KeyRing extends Relation<Readonly<Record<never, never>>> {
  readonly kind: 'key ring'
  readonly text: string
}

const keyRing: KeyRing = {
  kind: 'key ring',
  name: 'key ring',
  columns: {},
  text: '(select pads from ops.key_ring)',
}

/** The former key of each record of a person, and the key that it has now. */
export const formerRecordKeys: KeyRing = {
  kind: 'key ring',
  name: 'key ring of former record keys',
  columns: {},
  text: 'ops.former_record_key',
}

export const keyRings: readonly KeyRing[] = [keyRing, formerRecordKeys]

/**
 * A key that nobody can compute who does not know the secrets of the installation. Make every key of a personal value
 * with it, such as of a telephone number: who knows how a key without a secret is made can try all numbers.
 *
 *     keyed(sql`ops.key_of('calls', 'caller', phone)`)
 */
export function keyed(key: Sql): Sql {
  return sql`ops.keyed(${key}, ${keyRing})`
}

export function isKeyRing(candidate: unknown): candidate is KeyRing {
  return keyRings.some((one) => one === candidate)
}
