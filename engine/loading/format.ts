import type { RawEntity } from '../declare/source.ts'
import { envelopeMember, isSpreadOut } from './json/members.ts'

/** How the records of a file are written. */
export type FileFormat =
  | { readonly kind: 'csv' | 'json array' | 'json lines' | 'json object' }
  | { readonly kind: 'json envelope'; readonly member: string }

/** What a quarantined record must be read with when it is read again; `ops.loads` keeps it. */
export type RecordFormat =
  | { readonly kind: 'json' }
  | { readonly kind: 'csv'; readonly delimiter: string; readonly names: readonly string[] }

/** What a file is follows from how it begins, not from its name. */
export function formatOf(head: Buffer, entity: RawEntity): FileFormat {
  const start = head.findIndex((byte) => byte > 0x20)
  if (head[start] === 0x5b) return { kind: 'json array' }
  if (head[start] !== 0x7b) return { kind: 'csv' }
  const object = head.subarray(start)
  const member = envelopeMember(object, entity)
  if (member !== null) return { kind: 'json envelope', member }
  return { kind: isSpreadOut(object) ? 'json object' : 'json lines' }
}
